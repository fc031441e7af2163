import { describe, expect, test } from 'vitest';
import { citationsOfTests } from '../../docs/rfc-coverage/tests.ts';

/** Sections and the titles that cite them. */
const read = (text: string): (readonly [string, string | undefined])[] =>
  citationsOfTests('a.test.ts', text).map(({ clause, what }) => [clause.section, what]);

describe('a title is that of', () => {
  test.each([
    "test('§1: a', () => {})",
    "it('§1: a', () => {})",
    "describe('§1: a', () => {})",
    "suite('§1: a', () => {})",
    "test.concurrent('§1: a', () => {})",
    "test.skipIf(windows)('§1: a', () => {})",
    "test.each(rows)('§1: a', () => {})",
    "describe.concurrent.for([1])('§1: a', () => {})",
    'test(`§1: a`, () => {})',
    "test('§1' + ': a', () => {})",
    "for (const a of b) { test('§1: a', () => {}) }"
  ])('%s', (text) => {
    expect(read(text)).toEqual([['1', '§1: a']]);
  });

  test.each([
    "test.skip('§1: a', () => {})",
    "test.todo('§1: a')",
    "describe.skip('§1: a', () => { test('§2: b', () => {}) })",
    "expect('§1: a')",
    "other.test('§1: a')",
    'test()',
    '// §1',
    "test('a', () => { log('§1') })"
  ])('nothing: %s', (text) => {
    expect(read(text)).toEqual([]);
  });
});

test('what is around counts too, and each clause of a title', () => {
  expect(read("describe('§1: a', () => { describe('b', () => { test('c (§2, RFC 6026 §3)', () => {}) }) })")).toEqual([
    ['1', '§1: a'],
    ['2', 'c (§2, RFC 6026 §3)'],
    ['3', 'c (§2, RFC 6026 §3)']
  ]);
});

test('what only the run tells is left open', () => {
  expect(read('test(`§1: ${a} of ${b}`, () => {}); test(title, () => {})')).toEqual([['1', '§1: … of …']]);
  expect(read("test('§1: ' + a, () => {})")).toEqual([['1', '§1: …']]);
});

test('titles may come from the rows of each, in place or of a constant', () => {
  const rows = "[['§1: a', 'see §9'], { title: 'RFC 6026 §2: b' }]";
  const expected = [
    ['1', '§1: a'],
    ['2', 'RFC 6026 §2: b']
  ];
  expect(read(`test.each(${rows})('%s', () => {})`)).toEqual(expected);
  expect(read(`const rows = ${rows};\ntest.each(rows)('%s', () => {})`)).toEqual(expected);
  expect(read("import { rows } from './rows.ts';\ntest.each(rows)('%s', () => {})")).toEqual([]);
  expect(read(`test.each(${rows})('§3: %s', () => {})`)).toEqual([['3', '§3: %s']]);
});
