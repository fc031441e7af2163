import { describe, expect, test } from 'vitest';
import { bytesOf } from '../message/samples.ts';
import { answerTo, options, overStream, overWebSocket } from './attack.ts';

/** A request whose body is another request: whoever loses count takes it for one. */
const smuggled = options.replace('options', 'smuggled');
const carrying = (...lengths: string[]): string =>
  options.replace(
    'Content-Length: 0\n\n',
    () => `${lengths.map((one) => `Content-Length: ${one}\n`).join('')}\n${smuggled}`
  );

const lies = [
  '-5',
  '+5',
  '0x10',
  '1e3',
  '4294967328',
  '18446744073709551616',
  '00000000005',
  '5 5',
  '5,5',
  '',
  'five',
  '٣',
  '5\x0b'
];

describe('threat V8: a Content-Length that two readers read differently', () => {
  test.each(lies)('Content-Length: %j on a stream: an error, then closed; what follows is never read', (length) => {
    for (const piece of [1, 7, Infinity]) {
      const [first, ...others] = overStream(carrying(length), piece);
      expect(first).toMatch(/^(?:400|513) refused close$/);
      expect(others).toEqual([]);
    }
  });
  test.each(lies)('Content-Length: %j in a datagram: 400, and the rest of it is discarded', (length) => {
    expect(answerTo(carrying(length))).toBe('400 refused');
  });
  test.each(lies)('Content-Length: %j in a WebSocket message, which has an end of its own: 400', (length) => {
    expect(overWebSocket(bytesOf(carrying(length)))).toBe('400 refused');
  });
  test('kirm/sip.js: 3, then 0: one answer', () => {
    expect(overStream(carrying('3', '0'))).toEqual(['400 refused close']);
    expect(answerTo(carrying('3', '0'))).toBe('400 refused');
  });
  test('leading zeros are digits', () => {
    expect(overStream(options.replace('Length: 0', 'Length: 0000000000'))).toEqual(['200']);
  });
  test('what a body holds is a body', () => {
    const body = smuggled.replaceAll('\n', '\r\n');
    expect(overStream(carrying(String(body.length)))).toEqual(['415']);
  });
});
