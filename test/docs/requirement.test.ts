import { describe, expect, test } from 'vitest';
import { clauseOf, demand, findBroken, type Requirement, testsOf } from '../../docs/rfc-coverage/requirement.ts';
import { titlesOfTests } from '../../docs/rfc-coverage/tests.ts';

const file = 'test/a.test.ts';
const text = `
test('sends the request', () => {});
test.each([1, 2])('sends it %i times', () => {});
test.skip('is skipped', () => {});
describe('a group', () => {});
`;
const titlesOf = (wanted: string) => (wanted === file ? titlesOfTests(file, text) : undefined);
const broken = (...requirements: readonly Requirement[]): string[] => findBroken(requirements, titlesOf);
const shownBy = (title: string, where = file): Requirement =>
  demand('3261§17.1-1', 'MUST', 'transaction', 'sends', testsOf(where)(title));

describe('a list of requirements', () => {
  test('is sound when every test is there, by its title as it stands in its file', () => {
    expect(broken(shownBy('sends the request'))).toEqual([]);
    expect(broken(shownBy('sends it %i times'))).toEqual([]);
  });

  test.each(['sends a request', 'sends it 1 times', 'is skipped', 'a group'])(
    'is broken when a clause has lost its test: %s',
    (title) => {
      expect(broken(shownBy(title))).toEqual([`3261§17.1-1: test/a.test.ts has no test “${title}”`]);
    }
  );

  test('is broken when a file is not there', () => {
    expect(broken(shownBy('sends the request', 'test/b.test.ts'))).toEqual(['3261§17.1-1: there is no test/b.test.ts']);
  });

  test('needs a reason where there is no test', () => {
    const without = (...reason: [] | [string]) =>
      demand('3261§9.1-1', ['MUST', 'SHOULD'], 'proxy', 'cancels', ...reason);
    expect(broken(without('not ours yet: a proxy'))).toEqual([]);
    expect(broken(without('later'))).toEqual(['3261§9.1-1: “later” is no reason']);
    expect(broken(without())).toEqual(['3261§9.1-1: neither a test nor a reason']);
  });

  test('has each sentence once', () => {
    const one = shownBy('sends the request');
    expect(broken(one, one)).toEqual(['3261§17.1-1 is listed twice']);
  });
});

test('a sentence stands in its clause', () => {
  expect(clauseOf(shownBy('x'))).toEqual({ rfc: 3261, section: '17.1' });
  expect(() => clauseOf({ ...shownBy('x'), id: 'one' })).toThrow('no clause: one');
});
