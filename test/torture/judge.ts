/** The tests that each table of verdicts declares, and its list of what is not tested yet. */
import { describe, expect, test } from 'vitest';
import { formatMessage } from '../../src/message/format.ts';
import { type ParsedMessage, parseMessage } from '../../src/message/parse.ts';
import { buildRefusal } from '../../src/message/response.ts';
import { Endpoint } from '../support/endpoint.ts';
import { namesOf, type Suite, torture } from './messages.ts';
import { type Row, rowsOf, type Verdict } from './verdicts.ts';

/** `accept`, or the status, code and field of the fault. */
export function describeParsed(message: ParsedMessage): string {
  if (message.kind !== 'refused') return 'accept';
  const { code, status, field } = message.fault;
  return [String(status), code, ...(field === undefined ? [] : [field])].join(' ');
}

/** What an element that can only parse does: `accept`, a status that it answers, or `drop`. */
function reactionOfParser(bytes: Uint8Array): string {
  const message = parseMessage(bytes);
  if (message.kind !== 'refused') return 'accept';
  const refusal = buildRefusal(message);
  if (refusal === undefined) return 'drop';
  return refusal.startLine.split(' ')[1]!;
}

/** What the user agent does: `offer` to the application, a status that it answers, or `drop`. */
function reactionOfEndpoint(bytes: Uint8Array): string {
  const endpoint = new Endpoint();
  const { lines, offered, counted } = endpoint.take(bytes);
  expect(endpoint.thrown).toEqual([]);
  if (offered.length > 0) return 'offer';
  if (lines.length > 0) return lines.join(' ').split(' ')[1]!;
  // Threats: a drop without a counter is a failed test.
  return counted.length === 1 ? 'drop' : `nothing, counted ${counted.join(' ')}`;
}

const printed = ({ name, role, expected, state }: Row): string => `${name} ${role}: ${expected} (${state})`;

/** How many rows there are of each state. */
function count(rows: readonly Row[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** What a test of a table is given. */
export interface Judged {
  readonly suite: Suite;
  /** `RFC 4475` */
  readonly rfc: string;
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** Every row that waits for somebody, as it is printed: this list is exactly what is open. */
  readonly pending: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

/** Declares the tests of a table. */
export function judge({ suite, rfc, verdicts, pending, counts }: Judged): void {
  const rows = rowsOf(verdicts);

  test('every message has its verdicts', () => {
    expect(Object.keys(verdicts).toSorted()).toEqual(namesOf(suite));
  });

  test('what waits for a proxy or a registrar is known, and nothing else waits', () => {
    const open = rows.filter(({ state }) => state.startsWith('pending'));
    console.info(`${rfc}: ${JSON.stringify(count(rows))}\n${open.map((row) => `  ${printed(row)}`).join('\n')}`);
    expect(open.map(printed)).toEqual(pending);
    expect(count(rows)).toEqual(counts);
  });

  describe('the parser', () => {
    test.each(Object.entries(verdicts))('%s', (name, { section, parse }) => {
      expect(describeParsed(parseMessage(torture(suite, name))), `${rfc} §${section}`).toBe(parse);
    });
    test.each(Object.entries(verdicts).filter(([, { parse }]) => parse === 'accept'))(
      '%s is written as it came, and read again',
      (name) => {
        const message = parseMessage(torture(suite, name));
        if (message.kind === 'refused') throw new Error(message.fault.toString());
        const again = parseMessage(formatMessage(message));
        if (again.kind === 'refused') throw new Error(again.fault.toString());
        expect(again.startLine).toBe(message.startLine);
        expect(again.fields.slice(0, message.fields.length).map(({ line }) => line)).toEqual(
          message.fields.map(({ line }) => line)
        );
        expect(again.body).toEqual(message.body);
      }
    );
  });

  const tested = rows.filter(({ state }) => state === 'now');
  describe('the endpoint', () => {
    test.each(tested.filter(({ role }) => role === 'U'))('$name: $expected', ({ name, expected }) => {
      expect(reactionOfEndpoint(torture(suite, name))).toBe(expected);
    });
  });
  describe('the proxy and the registrar, as far as the parser decides for them', () => {
    test.each(tested.filter(({ role }) => role !== 'U'))('$name $role: $expected', ({ name, expected }) => {
      expect(reactionOfParser(torture(suite, name))).toBe(expected);
    });
  });
}
