import { describe, expect, test } from 'vitest';
import { inviteWith, answerTo, options, overStream } from './attack.ts';

describe('threat V9: a datagram that is not as long as it says (§18.3)', () => {
  test('RFC 4475 §3.1.2.2: shorter: 400', () => {
    expect(answerTo(options.replace('Length: 0', 'Length: 9999'))).toBe('400 refused');
    expect(answerTo(inviteWith(['Content-Type: application/sdp'], 'v=0\n').slice(0, -1))).toBe('400 refused');
  });
  test('RFC 4475 §3.1.1.8: longer: the rest is passed over, whatever it looks like', () => {
    expect(answerTo(`${options}trailing`)).toBe('200');
    expect(answerTo(options + inviteWith([]))).toBe('200');
  });
  test('a response that is shorter is dropped', () => {
    expect(
      answerTo(options.replace('OPTIONS sip:bob@192.0.2.1 SIP/2.0', 'SIP/2.0 200 OK').replace('Length: 0', 'Length: 1'))
    ).toBe('unreadable');
  });
  test('on a stream the rest is waited for', () => {
    expect(overStream(options.replace('Length: 0', 'Length: 9999'))).toEqual([]);
  });
});
