import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fault } from '../../../src/message/fault.ts';
import { date } from '../../../src/message/headers/date.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { invite, request } from '../samples.ts';
import { read, refuses } from './reading.ts';

describe('RFC 3261 §20.17: Date', () => {
  test.each([
    'Sat, 13 Nov 2010 23:29:00 GMT',
    'Thu, 01 Jan 1970 00:00:00 GMT',
    'Wed, 31 Dec 1969 23:59:59 GMT',
    'Tue, 29 Feb 2000 12:00:00 GMT',
    'Thu, 29 Feb 2024 12:00:00 GMT',
    'Fri, 31 Dec 9999 23:59:59 GMT',
    'Sat, 01 Jan 0000 00:00:00 GMT',
    'Thu, 01 Mar 1900 00:00:00 GMT'
  ])('%s', (text) => {
    const time = read(date, text);
    // The host's own calendar; a year below 100 would be read as one of the last century.
    if (!text.includes(' 0000 ')) expect(time).toBe(Date.parse(text));
    expect(date.format(time as number)).toBe(text);
  });
  test('every second of ten thousand years is written as the host writes it, and read back', () => {
    const first = Date.UTC(2000, 0, 1) - 2000 * 365.2425 * 86_400_000;
    const seconds = fc.integer({ min: first / 1000, max: Date.UTC(9999, 11, 31, 23, 59, 59) / 1000 });
    fc.assert(
      fc.property(seconds, (second) => {
        const text = date.format(second * 1000);
        expect(text).toBe(new Date(second * 1000).toUTCString());
        expect(read(date, text)).toBe(second * 1000);
      })
    );
  });
  test('what is less than a second is left out', () => {
    expect(date.format(1999)).toBe('Thu, 01 Jan 1970 00:00:01 GMT');
    expect(date.format(-1)).toBe('Wed, 31 Dec 1969 23:59:59 GMT');
  });
  test('§7.3.1: a folded one has one SP where it was folded', () => {
    const message = request(
      invite.replace('\nContent-Length', '\nDate: Sat,\n   13 Nov 2010 23:29:00 GMT\nContent-Length')
    );
    expect(message.one(date)).toBe(Date.UTC(2010, 10, 13, 23, 29));
  });
  test('RFC 4475 §3.1.2.12: a zone that is not GMT is refused when the field is read, not before', () => {
    const message = request(
      invite.replace('\nContent-Length', '\nDate: Fri, 01 Jan 2010 16:00:00 EST\nContent-Length')
    );
    expect(message.one(date)).toBeInstanceOf(Fault);
  });
  test.each([Number.NaN, Infinity, 253_402_300_800_000, -62_167_219_200_001])('%d is not written', (time) => {
    expect(() => date.format(time)).toThrow(UsageError);
  });
  refuses(
    date,
    '',
    'Fri, 01 Jan 2010 16:00:00 EST',
    'Fri, 13 Nov 2010 23:29:00 GMT',
    'sat, 13 Nov 2010 23:29:00 GMT',
    'Sat, 13 nov 2010 23:29:00 GMT',
    'Sat, 13 Nov 2010 23:29:00 gmt',
    'Sat, 13 Nov 2010 23:29:00 UTC',
    'Sat, 13 Nov 2010 23:29:00 +0000',
    'Sat,  13 Nov 2010 23:29:00 GMT',
    'Sat,13 Nov 2010 23:29:00 GMT',
    'Sat, 13 Nov 2010 23:29 GMT',
    'Sat, 13 Nov 10 23:29:00 GMT',
    'Sat, 3 Nov 2010 23:29:00 GMT',
    'Sat, 13 Foo 2010 23:29:00 GMT',
    'Sat, 13 Nov 2010 24:00:00 GMT',
    'Sat, 13 Nov 2010 23:60:00 GMT',
    'Sat, 13 Nov 2010 23:59:60 GMT',
    'Wed, 31 Feb 2010 00:00:00 GMT',
    'Thu, 29 Feb 1900 00:00:00 GMT',
    'Sun, 00 Mar 2010 00:00:00 GMT',
    'Saturday, 13-Nov-10 23:29:00 GMT',
    'Sat Nov 13 23:29:00 2010',
    'Sat, 13 Nov 2010 23:29:00 GMT x'
  );
});
