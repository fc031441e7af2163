import { describe, expect, test } from 'vitest';
import { citationsOfCode } from '../../docs/rfc-coverage/code.ts';

/** Sections and what cites them. */
const read = (text: string): (readonly [string, string | undefined])[] =>
  citationsOfCode('a.ts', text).places.map(({ clause, what }) => [clause.section, what]);

describe('a citation belongs to', () => {
  test('the file, in its first comment', () => {
    expect(read("/** §1 */\nimport type { A } from './a.ts';\n/** §2 */\nexport const b: A = 1;\n")).toEqual([
      ['1', undefined],
      ['2', 'b']
    ]);
    expect(read('/** §1 */\n\n/** §2 */\nfunction a() {}\n')).toEqual([
      ['1', undefined],
      ['2', 'a']
    ]);
    expect(read("// §1\nexport * from './a.ts';\n")).toEqual([['1', undefined]]);
    expect(read('/** §1 */\n')).toEqual([['1', undefined]]);
  });

  test.each([
    ['/** §1 */ function a() {}', 'a'],
    ['/** §1 */ export class A {}', 'A'],
    ['/** §1 */ interface A {}', 'A'],
    ['/** §1 */ type A = string', 'A'],
    ['/** §1 */ const a = 1, b = 2', 'a'],
    ['/** §1 */ export default class {}', undefined],
    ['/** §1 */ a();', undefined]
  ])('what follows: %s', (text, what) => {
    expect(read(`${text}\n`)).toEqual([['1', what]]);
  });

  test('the line it stands behind', () => {
    expect(read('const a = 1; // §1\nconst b = 2; // §2')).toEqual([
      ['1', 'a'],
      ['2', 'b']
    ]);
  });

  test('what is around it, in comments and in strings', () => {
    expect(read("function a() {\n  // §1\n  return new Fault('x', 'RFC 3261 §2');\n}")).toEqual([
      ['1', 'a'],
      ['2', 'a']
    ]);
  });

  test('a member, unless it is private', () => {
    const text = `
      /** §1 */
      class A {
        /** §2 */
        a() {} // §3
        /** §4 */
        #b = 1;
        /** §5 */
        constructor() {}
      }
      interface B { c: 1; // §6
        /** §7 */
        d(): void }
      type C = { e: 1 /* §8 */ };`;
    expect(read(text)).toEqual([
      ['1', 'A'],
      ['2', 'A.a'],
      ['3', 'A.a'],
      ['4', 'A'],
      ['5', 'A'],
      ['6', 'B.c'],
      ['7', 'B.d'],
      ['8', 'C.e']
    ]);
  });
});

test('the meta of a chart is not read here', () => {
  expect(read("const a = { meta: { rfc: '3261§1' }, description: '§2' };")).toEqual([['2', 'a']]);
});

test('a bare clause in a file about another RFC is doubted', () => {
  const doubts = (text: string): readonly string[] => citationsOfCode('a.ts', text).doubts;
  const bare = '\n/** (§6), RFC 3264 §7, §8 */\nconst a = 1;\n';
  expect(doubts(`/** RFC 3264 §5, §6 */${bare}`)).toEqual(['a.ts:2: bare §6 is taken as RFC 3261 §6']);
  expect(doubts(`/** RFC 3261 §13, RFC 3264 §5 */${bare}`)).toEqual([]);
  expect(doubts(`/** No RFC. */${bare}`)).toEqual([]);
  expect(doubts('const a = 1; // §1')).toEqual([]);
});
