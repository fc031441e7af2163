/** A trace is read back as it was written, and what is no trace is refused with its line. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../../src/trace/event.ts';
import { traceToJson } from '../../src/trace/format.ts';
import { longestLine, parseTrace, readTrace } from '../../src/trace/parse.ts';
import { redact } from '../../src/trace/redact.ts';
import { TracedPhones } from './phones.ts';

const begin = '{"type":"begin","at":0,"version":1,"living":{"actors":0,"timers":0}}';
const counted = '{"type":"counted","at":1,"name":"keepAlive"}';

async function written(): Promise<{ readonly events: readonly TraceEvent[]; readonly text: string }> {
  const phones = new TracedPhones();
  await phones.call();
  await phones.bob.stack.close();
  const events = phones.ofBob;
  return { events, text: events.map((event) => `${traceToJson(event)}\n`).join('') };
}

const plain = (event: TraceEvent): unknown => JSON.parse(JSON.stringify(redact(event)));

/** A text in pieces. */
async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield Promise.resolve(text.slice(at, at + size));
}

async function allOf(text: string, size: number): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  for await (const event of readTrace(inPieces(text, size))) events.push(event);
  return events;
}

test('every event of a call comes back, whole or in pieces', async () => {
  const { events, text } = await written();
  expect(parseTrace(text)).toEqual(events.map(plain));
  for (const size of [100, 1000, text.length]) expect(await allOf(text, size)).toEqual(parseTrace(text));
  expect(await allOf(text.trimEnd(), 777)).toEqual(parseTrace(text));
});

test('kinds of events that are not known yet, and empty lines, are passed over', () => {
  const later = '{"type":"registered","at":1}';
  expect(parseTrace(`${begin}\r\n${later}\n\n${counted}\n`).map(({ type }) => type)).toEqual(['begin', 'counted']);
});

describe('what is damaged is refused with the number of its line', () => {
  const message = {
    type: 'message',
    at: 1,
    message: 1,
    direction: 'in',
    flow: { transport: 'UDP', local: { host: 'a', port: 1 }, remote: { host: 'b', port: 1 } },
    text: ''
  };
  const nested = (depth: number): string => '{"a":'.repeat(depth) + '"b"' + '}'.repeat(depth);
  test.each([
    ['', 1, 'empty'],
    [counted, 1, 'has one begin, in its first line'],
    [`${begin}\n${begin}`, 2, 'has one begin, in its first line'],
    [`${begin}\n${counted}\n${counted.slice(0, 20)}`, 3, 'cut off'],
    [`${begin}\n[]`, 2, 'no type'],
    [`${begin}\n{"at":1}`, 2, 'no type'],
    [begin.replace('"version":1', '"version":2'), 1, 'of version 2; this reads 1'],
    [begin.replace('"living"', '"living":[],"alive"'), 1, 'living of begin'],
    [`${begin}\n${counted.replace('1', '"1"')}`, 2, 'at of counted'],
    [`${begin}\n${counted.replace('"keepAlive"', 'null')}`, 2, 'name of counted'],
    [`${begin}\n${JSON.stringify({ ...message, direction: 'up' })}`, 2, 'direction of message'],
    [`${begin}\n${JSON.stringify({ ...message, text: '\u0394' })}`, 2, 'text of message'],
    [`${begin}\n${JSON.stringify({ ...message, flow: { transport: 'UDP' } })}`, 2, 'flow of message'],
    [`${begin}\n${JSON.stringify({ ...message, cause: { call: 1 } })}`, 2, 'cause of message'],
    [
      `${begin}\n{"type":"ignored","at":1,"actor":1,"on":"event","event":"e","state":${nested(30)}}`,
      2,
      'state of ignored'
    ],
    [`${begin}\n{"type":"ignored","at":1,"actor":1.5,"on":"event","event":"e","state":"s"}`, 2, 'actor of ignored'],
    [`${begin}\n"${'x'.repeat(longestLine)}"`, 2, 'longer than']
  ])('%#', async (text, line, problem) => {
    const expected = {
      name: 'TraceError',
      code: 'ERR_SIP_INVALID_TRACE',
      line,
      message: expect.stringContaining(problem) as string
    };
    expect(() => parseTrace(text)).toThrow(expect.objectContaining(expected) as Error);
    await expect(allOf(text, 64 * 1024)).rejects.toMatchObject(expected);
  });

  test('no prototype is taken for a kind', () => {
    expect(parseTrace(`${begin}\n{"type":"constructor","at":1}\n{"type":"__proto__","at":1}`)).toHaveLength(1);
  });

  test('a line that never ends is not collected', async () => {
    let read = 0;
    async function* endless(): AsyncGenerator<string> {
      for (;;) {
        read++;
        yield Promise.resolve('x'.repeat(64 * 1024));
      }
    }
    await expect(readTrace(endless()).next()).rejects.toMatchObject({ line: 1 });
    expect(read).toBeLessThan(40);
  });
});

test('whatever is changed in a trace, it is read or refused as a trace', async () => {
  const { text } = await written();
  const change = fc.tuple(fc.nat(text.length - 1), fc.nat(20), fc.string({ maxLength: 5 }));
  fc.assert(
    fc.property(change, ([at, length, inserted]) => {
      try {
        parseTrace(text.slice(0, at) + inserted + text.slice(at + length));
      } catch (error) {
        expect(error).toMatchObject({ name: 'TraceError' });
      }
    }),
    { numRuns: 100 }
  );
});
