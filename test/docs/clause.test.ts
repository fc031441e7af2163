import { describe, expect, test } from 'vitest';
import {
  type Clause,
  citedClauses,
  compareClauses,
  findCitations,
  formatClause,
  isWithin
} from '../../docs/rfc-coverage/clause.ts';

const clause = (name: string): Clause => {
  const [found] = citedClauses(name);
  if (found === undefined) throw new Error(`no clause: ${name}`);
  return found;
};
const cited = (text: string): string[] => findCitations(text).map((citation) => formatClause(citation.clause));

describe('findCitations', () => {
  test.each([
    ['RFC 3261 §17.1.1.2', ['RFC 3261 §17.1.1.2']],
    ['as RFC 6026 §8.4 says.', ['RFC 6026 §8.4']],
    ['3261§17.1.1.2', ['RFC 3261 §17.1.1.2']],
    ['3261§13.2.2.4 6026§8.4', ['RFC 3261 §13.2.2.4', 'RFC 6026 §8.4']],
    ['§17.1.1.2: retransmits', ['RFC 3261 §17.1.1.2']],
    ['the sentence ends with §17.', ['RFC 3261 §17']],
    ['(RFC 4320 §4.1). 3.5 s by default', ['RFC 4320 §4.1']],
    ['RFC 3581 alone, or 3.5 and §', []]
  ])('%j', (text, expected) => {
    expect(cited(text)).toEqual(expected);
  });

  test.each([
    ['RFC 3264 §5, §6', ['RFC 3264 §5', 'RFC 3264 §6']],
    ['RFC 6026 §7.1 and §8.4; §8.5', ['RFC 6026 §7.1', 'RFC 6026 §8.4', 'RFC 6026 §8.5']],
    ['RFC 3264 §8.2.1 to §8.2.3', ['RFC 3264 §8.2.1', 'RFC 3264 §8.2.3']]
  ])('%j: a list is of one RFC', (text, expected) => {
    expect(cited(text)).toEqual(expected);
  });

  test.each([
    ['RFC 6026 §7.1, with the end of §15', ['RFC 6026 §7.1', 'RFC 3261 §15']],
    ['§25.1, RFC 3581 §5', ['RFC 3261 §25.1', 'RFC 3581 §5']]
  ])('%j: what is between two clauses ends a list', (text, expected) => {
    expect(cited(text)).toEqual(expected);
  });

  test('a comment may break the line anywhere', () => {
    expect(cited('/** RFC\n * 6026 §8.4,\n   * §7.1 */')).toEqual(['RFC 6026 §8.4', 'RFC 6026 §7.1']);
    expect(cited('// RFC 6026\n// §8.4')).toEqual(['RFC 6026 §8.4']);
  });

  test('tells where, and whether the RFC is named', () => {
    expect(findCitations('a §1 b RFC 2543 §2, §3').map(({ offset, bare }) => [offset, bare])).toEqual([
      [2, true],
      [7, false],
      [20, false]
    ]);
    expect(findCitations('§1, §2').map(({ bare }) => bare)).toEqual([true, true]);
  });
});

test('citedClauses names each once', () => {
  expect(citedClauses('§1, §2, RFC 3261 §1').map(formatClause)).toEqual(['RFC 3261 §1', 'RFC 3261 §2']);
});

test('compareClauses sorts by RFC, then by number and not by letter', () => {
  const sorted = ['RFC 2543 §9', '§2', '§10', '§17', '§17.1', '§17.1.1.2', '§17.1.2', '§17.1.10', 'RFC 6026 §1'];
  const shuffled = sorted.toReversed().map(clause).sort(compareClauses);
  expect(shuffled).toEqual(sorted.map(clause));
  expect(compareClauses(clause('§17.1'), clause('§17.1'))).toBe(0);
});

test.each([
  ['§17.1', '§17.1', true],
  ['§17.1.1', '§17.1', true],
  ['§17.10', '§17.1', false],
  ['§17', '§17.1', false],
  ['RFC 6026 §17.1', '§17', false]
])('isWithin: %s in %s is %s', (inner, outer, expected) => {
  expect(isWithin(clause(inner), clause(outer))).toBe(expected);
});
