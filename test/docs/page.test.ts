import { expect, test } from 'vitest';
import { citedClauses } from '../../docs/rfc-coverage/clause.ts';
import { type Citations, formatPage } from '../../docs/rfc-coverage/page.ts';
import type { Place } from '../../docs/rfc-coverage/place.ts';
import { demand, testsOf } from '../../docs/rfc-coverage/requirement.ts';

const place = (name: string, file: string, what?: string): Place => {
  const [clause] = citedClauses(name);
  if (clause === undefined) throw new Error(`no clause: ${name}`);
  return { clause, file, what };
};

const citations: Citations = {
  code: [
    place('§17.1.1', 'src/b.ts', 'bee'),
    place('RFC 6026 §8.4', 'src/b.ts'),
    place('§17.1.1', 'src/a.ts', 'zed'),
    place('§17.1.1', 'src/a.ts', 'ay'),
    place('§17.1.1', 'src/a.ts', 'zed'),
    place('§9', 'src/a.ts')
  ],
  charts: [
    place('§17.1.1', 'machines/c.ts', 'Calling'),
    place('§17.1.1', 'machines/c.ts', 'Calling: timerA'),
    place('§17.1.1', 'machines/c.ts', 'Calling: timerB'),
    place('§17.1.1', 'machines/c.ts', 'Proceeding: timerB')
  ],
  tests: [place('§17.1.1.2', 'test/a.test.ts', '§17.1.1.2: a | b_c [d] <e>'), place('§2', 'test/a.test.ts', '§2: x')]
};

test('writes a table an RFC, and what no test cites', () => {
  expect(formatPage(citations)).toBe(`# RFC coverage

Which clause is where: in the code, in the charts, in the tests. Made by \`npm run rfc-coverage\` from what comments, the \`meta\` of states and transitions, and test titles cite; not to be edited.

5 clauses of 2 RFCs; 2 cited [without a test](#cited-without-a-test).

## RFC 3261

| Clause | Code | Charts | Tests |
|---|---|---|---|
| [§2](https://www.rfc-editor.org/rfc/rfc3261#section-2) |  |  | [test/a.test.ts](../test/a.test.ts): “§2: x” |
| [§9](https://www.rfc-editor.org/rfc/rfc3261#section-9) | [src/a.ts](../src/a.ts) |  |  |
| [§17.1.1](https://www.rfc-editor.org/rfc/rfc3261#section-17.1.1) | [src/a.ts](../src/a.ts): \`zed\`, \`ay\`<br>[src/b.ts](../src/b.ts): \`bee\` | [machines/c.ts](../machines/c.ts): Calling (timerA, timerB), Proceeding (timerB) |  |
| [§17.1.1.2](https://www.rfc-editor.org/rfc/rfc3261#section-17.1.1.2) |  |  | [test/a.test.ts](../test/a.test.ts): “§17.1.1.2: a \\| b\\_c \\[d\\] \\<e\\>” |

## RFC 6026

| Clause | Code | Charts | Tests |
|---|---|---|---|
| [§8.4](https://www.rfc-editor.org/rfc/rfc6026#section-8.4) | [src/b.ts](../src/b.ts) |  |  |

## Cited without a test

Code or a chart cites them, but no test cites them or a part of them.

- RFC 3261 §9: [src/a.ts](../src/a.ts)
- RFC 6026 §8.4: [src/b.ts](../src/b.ts)
`);
});

test('says so when nothing is left', () => {
  const [, cited] = citations.tests;
  const text = formatPage({ code: [], charts: [], tests: cited === undefined ? [] : [cited] });
  expect(text).toContain('1 clause of 1 RFC; 0 cited [without a test]');
  expect(text).toMatch(/## Cited without a test\n\nNone\.\n$/);
});

test('writes what is demanded, with the code that cites the section, and the tests or the reason', () => {
  const tests = testsOf('test/a.test.ts');
  const page = formatPage(citations, [
    demand(
      '3261§17.1.1-1',
      ['MUST', 'MUST NOT'],
      'transaction',
      'sends it | once',
      tests('§17.1.1: one'),
      tests('two')
    ),
    demand('3261§18-1', 'SHOULD', 'people', 'chooses', 'for people: an option')
  ]);
  const [, demands = ''] = page.split('## What is demanded');
  expect(demands).toContain('2 sentences, 1 with a test.');
  expect(demands.split('\n').filter((line) => line.startsWith('| 3261'))).toEqual([
    '| 3261§17.1.1-1 | MUST, MUST NOT | transaction | sends it \\| once | [machines/c.ts](../machines/c.ts)<br>[src/a.ts](../src/a.ts)<br>[src/b.ts](../src/b.ts) | [test/a.test.ts](../test/a.test.ts): “§17.1.1: one”, “two” |',
    '| 3261§18-1 | SHOULD | people | chooses |  | *for people: an option* |'
  ]);
});
