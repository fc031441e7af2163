import { describe, expect, test } from 'vitest';
import { answerTo, options, overStream, withLines } from './attack.ts';

describe('threat V3: a field that stands once stands twice (§7.3.1)', () => {
  test.each([
    'To: <sip:bob@192.0.2.1>',
    'To: <sip:eve@192.0.2.9>;tag=',
    't: <sip:eve@192.0.2.9>',
    'From: <sip:alice@192.0.2.2>;tag=a',
    'f: <sip:eve@192.0.2.9>;tag=e',
    'Call-ID: options',
    'i: other',
    'CSeq: 1 OPTIONS',
    'cseq : 2 OPTIONS',
    'Max-Forwards: 70',
    'MAX-FORWARDS: 1',
    'l: 0',
    'Content-Length: 0'
  ])('%s: 400, even if it says the same', (line) => {
    expect(answerTo(withLines(line))).toBe('400 refused');
  });
  test.each(['Content-Length: 0', 'l: 5', 'Content-Length : 0'])(
    'on a stream, with another %s: 400, and the stream is closed; what is behind it is not read',
    (line) => {
      expect(overStream(withLines(line) + options)).toEqual(['400 refused close']);
    }
  );
});
