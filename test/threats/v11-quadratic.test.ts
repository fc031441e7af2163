import { describe, expect, test } from 'vitest';
import { defaultMessageLimits, parseMessage } from '../../src/message/parse.ts';
import { StreamFramer } from '../../src/transport/framing/stream.ts';
import { bytesOf } from '../message/samples.ts';
import { answerTo, options, overStream, readEverything, withLine, withLines } from './attack.ts';

/** 64 KiB of something, where a stack of others took seconds (kirm/sip.js 2.0 s in one datagram). */
const size = 60_000;
const fill = (what: string): string => what.repeat(Math.floor(size / what.length));

/** Where the white space and lists go. */
const attacks: readonly (readonly [string, string])[] = [
  ['white space in Via', withLine('Via', `Via: SIP/2.0/UDP${fill(' ')}192.0.2.2`)],
  ['white space that ends in nothing', withLine('Via', `Via: SIP/2.0/UDP${fill(' ')}`)],
  ['white space around a semicolon', withLine('From', `From: <sip:a@b>${fill(' ')};${fill(' ')}x`)],
  ['white space in a display name', withLine('To', `To: ${fill('a ')}<sip:a@b>`)],
  [';a', withLine('From', `From: <sip:a@b>${fill(';a')}`)],
  [
    ';a=b of many names',
    withLine('From', `From: <sip:a@b>${Array.from({ length: 8000 }, (_, i) => `;p${i}`).join('')}`)
  ],
  ['commas', withLines(`Supported: ${fill(',')}`)],
  ['contacts', withLines(`Contact: ${fill('<sip:a@b>,')}`)],
  ['quotes', withLine('To', `To: ${fill('"\\"')}`)],
  ['angle brackets', withLine('To', `To: ${fill('<')}`)],
  ['parentheses', withLines(`Retry-After: 1 ${fill('(')}`)],
  ['colons', withLine('Via', `Via: SIP/2.0/UDP [${fill(':')}]`)],
  ['dots', withLine('Via', `Via: SIP/2.0/UDP ${fill('a.')}`)],
  ['continuation lines', withLines(`X: a${fill('\n b')}`)],
  ['empty fields', withLines(...fill('a:,').split(',', 20_000))],
  ['digits', withLine('CSeq', `CSeq: ${fill('1')} OPTIONS`)],
  ['Content-Length digits', options.replace('Length: 0', `Length: ${fill('0')}`)]
];

/** Seconds that no linear reading of 64 KiB takes, and any quadratic one would: a watchdog, not a measurement. */
const watchdog = 1000;

describe('threat V11: what is long is read in linear time', () => {
  test.each(attacks)(
    '%s: answered or dropped',
    (_name, message) => {
      expect(answerTo(message)).toMatch(/^(?:200|400 refused|513 refused|unreadable)$/);
    },
    watchdog
  );
  const wide = { line: 1 << 20, uri: 1 << 20, method: 1 << 20, fields: 1 << 20, token: 1 << 20 };
  test.each(attacks)(
    '%s: read to the end, where the limits let it',
    (_name, message) => {
      const parsed = parseMessage(bytesOf(message), { ...defaultMessageLimits, ...wide });
      if (parsed.kind !== 'refused') readEverything(parsed);
    },
    watchdog
  );
  test(
    'a stream that comes byte by byte is looked at once',
    () => {
      const long = withLines(...Array.from({ length: 7 }, () => `X: ${'x'.repeat(8000)}`));
      expect(overStream(long, 1)).toEqual(['200']);
    },
    watchdog * 2
  );
  test(
    'a head that never ends is given up at 64 KiB',
    () => {
      const framer = new StreamFramer();
      const one = bytesOf('a');
      let frames = 0;
      for (let i = 0; i < 70_000; i++) frames += framer.push(one).length;
      expect([frames, framer.length]).toEqual([1, 0]);
    },
    watchdog * 2
  );
});
