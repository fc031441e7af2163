/** Bytes changed at random, as one who looks for a parser's corners would change them. */
import { rawBytes } from '../message/samples.ts';
import type { Random } from '../../src/testing/random.ts';

/** What has a meaning somewhere in SIP. */
const words = [
  '\r\n',
  '\r\n ',
  '\r\n\t',
  '\r\n\r\n',
  '\n',
  '\r',
  '\0',
  '\\\0',
  ' ',
  '\t',
  ';',
  ',',
  ':',
  '=',
  '<',
  '>',
  '"',
  '\\',
  '\\"',
  '(',
  ')',
  '[',
  ']',
  '@',
  '%',
  '%00',
  '%0d%0a',
  '%4',
  '?',
  '&',
  '/',
  '*',
  '.',
  '-',
  '::',
  ':::',
  '[::1]',
  '::ffff:1.2.3.4',
  '255.255.255.255',
  '0',
  '-1',
  '65536',
  '2147483648',
  '4294967296',
  '99999999999999999999',
  '\x7f',
  '\x80',
  '\xff',
  '\xc0\xaf',
  '\xe2\x82\xac',
  'SIP/2.0',
  'SIP/7.0',
  'INVITE',
  'ACK',
  'sip:',
  'sips:',
  'tel:+1-2;ext=3',
  'urn:service:sos',
  'z9hG4bK',
  ';tag=x',
  ';lr',
  ';received=::1',
  ';rport',
  ';maddr=a',
  ';ttl=256',
  ';q=0.5',
  ';expires=1',
  '__proto__',
  'constructor',
  'Content-Length: 0\r\n',
  'l: 1\r\n',
  'Via: SIP/2.0/UDP h\r\n',
  'To: <sip:a@b>\r\n',
  'boundary=x',
  '--x\r\n',
  '--x--',
  'Digest ',
  'realm="a"',
  'nonce="\\""',
  'qop=auth',
  'nc=00000001',
  'Mon, 01 Jan 2001 00:00:00 GMT'
].map((word) => Uint8Array.from(rawBytes(word)));

const most = 65_536;

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function mutateOnce(bytes: Uint8Array, corpus: readonly Uint8Array[], random: Random): Uint8Array {
  const at = random.below(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + random.below(random.below(8) === 0 ? 200 : 8));
  const before = bytes.subarray(0, at);
  switch (random.below(9)) {
    case 0: // another byte
      return join(before, Uint8Array.of(random.below(256)), bytes.subarray(Math.min(at + 1, bytes.length)));
    case 1: // a bit
      return bytes.map((byte, index) => (index === at ? byte ^ (1 << random.below(8)) : byte));
    case 2: // something with a meaning
      return join(before, random.pick(words), bytes.subarray(at));
    case 3: // in place of something
      return join(before, random.pick(words), bytes.subarray(end));
    case 4: // without something
      return join(before, bytes.subarray(end));
    case 5: // something twice
      return join(before, bytes.subarray(at, end), bytes.subarray(at));
    case 6: {
      // something many times
      const part = bytes.subarray(at, end);
      const times = 1 + random.below(random.below(16) === 0 ? 4000 : 40);
      return join(before, ...Array.from({ length: times }, () => part), bytes.subarray(at));
    }
    case 7: {
      // the end of another
      const other = random.pick(corpus);
      return join(before, other.subarray(random.below(other.length + 1)));
    }
    default: // cut short
      return random.below(4) === 0
        ? bytes.slice(0, at)
        : join(before, random.pick(words), random.pick(words), bytes.subarray(at));
  }
}

/** One of a corpus, changed in one to eight places. At most 64 KiB. */
export function mutate(corpus: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes = random.pick(corpus);
  for (let turns = 1 + random.below(random.below(2) === 0 ? 2 : 8); turns > 0; turns--)
    bytes = mutateOnce(bytes, corpus, random).subarray(0, most);
  return bytes;
}
