import { describe, expect, test } from 'vitest';
import { Fault } from '../../src/message/fault.ts';
import { parseSessionDescription } from '../../src/sdp/session-description.ts';
import { bytesOf } from '../message/samples.ts';
import { answerTo, inviteWith } from './attack.ts';

const session = 'v=0\no=- 1 1 IN IP4 192.0.2.2\ns=-\nc=IN IP4 192.0.2.2\nt=0 0\n';
const bombs: readonly (readonly [string, string])[] = [
  ['1,000 media', `${session}${'m=audio 9 RTP/AVP 0\n'.repeat(1000)}`],
  ['2,000 attributes', `${session}m=audio 9 RTP/AVP 0\n${'a=x:y\n'.repeat(2000)}`],
  ['a payload type of 2**32', `${session}m=audio 9 RTP/AVP 4294967295 4294967296\na=rtpmap:4294967296 PCMU/8000\n`],
  ['a format list of 10,000', `${session}m=audio 9 RTP/AVP${' 0'.repeat(10_000)}\n`],
  ['a NUL in an attribute (ES2018-02)', `${session}m=audio 9 RTP/AVP 0\na=fmtp:0 \0\n`],
  [
    'attributes of Object.prototype',
    `${session}m=audio 9 RTP/AVP 0\na=__proto__:x\na=constructor:y\na=fmtp:0 __proto__=1\n`
  ],
  ['nothing', ''],
  ['no SDP', '\0\xff{}']
];

/** What the reader says of a body: the status of its fault, or `read`. */
function statusOf(body: string): number | 'read' {
  const read = parseSessionDescription(bytesOf(body));
  return read instanceof Fault ? read.status : 'read';
}
const media = (count: number): string => `${session}${'m=audio 9 RTP/AVP 0\n'.repeat(count)}`;
const formats = (count: number): string => `${session}m=audio 9 RTP/AVP${' 0'.repeat(count)}\n`;
const attributes = (count: number, streams = 1): string =>
  `${session}${`m=audio 9 RTP/AVP 0\n${'a=x:y\n'.repeat(count)}`.repeat(streams)}`;

describe('threat V14: SDP bombs', () => {
  test.each(bombs.filter(([, body]) => body !== ''))('%s: the body is none of the core’s business', (_name, body) => {
    expect(answerTo(inviteWith(['Content-Type: application/sdp'], body))).toBe('offer');
  });
  test.each(bombs)('%s: read, or a fault: 400 or 488', (_name, body) => {
    expect([400, 488, 'read']).toContain(statusOf(body));
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
  test('64 media are read, 65 are not acceptable: 488', () => {
    expect([statusOf(media(64)), statusOf(media(65)), statusOf(media(1000))]).toEqual(['read', 488, 488]);
  });
  test('128 formats a media are read, 129 are not: 488', () => {
    expect([statusOf(formats(128)), statusOf(formats(129)), statusOf(formats(10_000))]).toEqual(['read', 488, 488]);
  });
  test('512 attributes a media and 2,048 in all are read, one more is not: 488', () => {
    expect([statusOf(attributes(512)), statusOf(attributes(513))]).toEqual(['read', 488]);
    expect([statusOf(attributes(512, 4)), statusOf(attributes(410, 5))]).toEqual(['read', 488]);
  });
  test('an attribute’s name of 256 bytes is read, a longer one is not: 488', () => {
    const named = (length: number): string => `${media(1)}a=${'x'.repeat(length)}\n`;
    expect([statusOf(named(256)), statusOf(named(257))]).toEqual(['read', 488]);
  });
  test('ES2018-02: a NUL is no SDP: 400', () => {
    expect(statusOf(`${media(1)}a=fmtp:0 \0\n`)).toBe(400);
  });
});
