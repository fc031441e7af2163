import { describe, expect, test } from 'vitest';
import { Fault } from '../../src/message/fault.ts';
import { expires } from '../../src/message/headers/expires.ts';
import { maxForwards } from '../../src/message/headers/max-forwards.ts';
import { minExpires } from '../../src/message/headers/min-expires.ts';
import { answerTo, headers, inviteWith, once, options, response, sound, withLine, withLines } from './attack.ts';

const huge = '999999999999999999';

describe('threat V17: numbers beyond their range', () => {
  test.each(['2147483648', '4294967296', '4294967297', huge, '9'.repeat(300), '-1'])('CSeq: %s: 400', (number) => {
    expect(answerTo(withLine('CSeq', `CSeq: ${number} OPTIONS`))).toBe('400 refused');
    expect(answerTo(response.replace('CSeq: 1', `CSeq: ${number}`))).toBe('unreadable');
  });
  test('CSeq: 2147483647 is the last', () => {
    expect(sound(withLine('CSeq', 'CSeq: 2147483647 OPTIONS')).cseq.sequence).toBe(2147483647);
  });
  test.each(['256', '300', '4294967366', huge, '-1'])('Max-Forwards: %s is none', (hops) => {
    expect(sound(withLine('Max-Forwards', `Max-Forwards: ${hops}`)).one(maxForwards)).toBeInstanceOf(Fault);
    // An endpoint does not ask.
    expect(answerTo(withLine('Max-Forwards', `Max-Forwards: ${hops}`))).toBe('200');
  });
  test.each(['65536', '70596', '4294972356', huge])('port %s: 400; in the sent-by, nowhere to answer to', (port) => {
    expect(answerTo(options.replace('bob@192.0.2.1 SIP', `bob@192.0.2.1:${port} SIP`))).toBe('400 refused');
    expect(answerTo(withLine('To', `To: <sip:bob@192.0.2.1:${port}>`))).toBe('400 refused');
    expect(answerTo(inviteWith([]).replace('alice@192.0.2.2>\nContent', `alice@192.0.2.2:${port}>\nContent`))).toBe(
      '400'
    );
    expect(answerTo(withLine('Via', `Via: SIP/2.0/UDP 192.0.2.2:${port};branch=z9hG4bKp`))).toBe('unreadable');
  });
  test.each(['256', huge])('a ttl of %s in Via: 400', (ttl) => {
    expect(answerTo(withLine('Via', `Via: SIP/2.0/UDP 192.0.2.2;ttl=${ttl};branch=z9hG4bKt`))).toBe('400 refused');
  });
  test.each(['99', '700', '1000', '4294967496', huge])('a response of status %s is dropped', (status) => {
    expect(answerTo(response.replace('200', status))).toBe('unreadable');
  });
  test.each(['4294967296', huge])('Expires: %s is the longest time there is, and 4294967295 (§20.19)', (seconds) => {
    for (const header of [expires, minExpires])
      expect(sound(withLines(`${header.name}: ${seconds}`)).one(header)).toBe(4_294_967_295);
    expect(answerTo(withLines(`Expires: ${seconds}`))).toBe('200');
  });
  test('no header makes a number of it that is not safe', () => {
    for (const header of headers.filter(({ name }) => !once.includes(name))) {
      const message = sound(withLines(`${header.name}: ${'9'.repeat(400)}`));
      const values = [header.list ? message.all(header) : message.one(header)].flat();
      for (const value of values.flatMap((one) => [one, ...Object.values(Object(one) as Record<string, unknown>)]))
        expect(typeof value !== 'number' || Number.isSafeInteger(value), header.name).toBe(true);
    }
  });
});
