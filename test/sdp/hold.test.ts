import { expect, test } from 'vitest';
import { holdOffer, nextVersion } from '../../src/sdp/hold.ts';

const lines = (...parts: readonly string[]): string => parts.map((part) => `${part}\r\n`).join('');
const head = ['v=0', 'o=alice 53655765 2353687637 IN IP4 192.0.2.2', 's=-', 't=0 0'];
const next = ['v=0', 'o=alice 53655765 2353687638 IN IP4 192.0.2.2', 's=-', 't=0 0'];

test.each([
  ['nothing said', [], ['a=sendonly']],
  ['sendrecv', ['a=sendrecv'], ['a=sendonly']],
  ['sendonly', ['a=sendonly'], ['a=sendonly']],
  ['recvonly', ['a=recvonly'], ['a=inactive']],
  ['inactive', ['a=inactive'], ['a=inactive']]
])('RFC 3264 §8.4: hold of a stream with %s', (_, before, after) => {
  const stream = ['m=audio 4000 RTP/AVP 0', 'a=rtpmap:0 PCMU/8000'];
  expect(holdOffer(lines(...head, ...stream, ...before, 'a=x-own:1'))).toBe(
    lines(...next, ...stream, 'a=x-own:1', ...after)
  );
});

test('RFC 3264 §8.4: what the session says of all its streams goes to each; a stream’s own word counts more', () => {
  expect(holdOffer(lines(...head, 'a=recvonly', 'm=audio 1 RTP/AVP 0', 'm=video 2 RTP/AVP 31', 'a=sendrecv'))).toBe(
    lines(...next, 'm=audio 1 RTP/AVP 0', 'a=inactive', 'm=video 2 RTP/AVP 31', 'a=sendonly')
  );
});

test('RFC 3264 §6: a stream that was refused stays as it was written', () => {
  expect(holdOffer(lines(...head, 'm=video 0 RTP/AVP 31', 'm=audio 4000 RTP/AVP 0'))).toBe(
    lines(...next, 'm=video 0 RTP/AVP 31', 'm=audio 4000 RTP/AVP 0', 'a=sendonly')
  );
});

test('RFC 3264 §8: the version is one higher than that of the last description, however long it is', () => {
  const big = lines('v=0', 'o=- 1 99999999999999999999 IN IP4 192.0.2.2', 's=-', 't=0 0');
  expect(nextVersion(lines(...head), big)).toContain('o=alice 53655765 100000000000000000000 IN IP4');
  expect(nextVersion('v=0\no=- 1 9 IN IP4 h')).toBe('v=0\r\no=- 1 10 IN IP4 h\r\n');
  expect(nextVersion('v=0\no=- 1 9 IN IP4 h\n')).toBe('v=0\r\no=- 1 10 IN IP4 h\r\n');
});

test('a session without streams, and one without an origin', () => {
  expect(holdOffer(lines(...head))).toBe(lines(...next));
  expect(() => holdOffer('v=0\r\n')).toThrow(expect.objectContaining({ code: 'ERR_SIP_INVALID_SDP' }));
});
