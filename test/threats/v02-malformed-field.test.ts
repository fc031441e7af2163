import { describe, expect, test } from 'vitest';
import { answerTo, attack, headers, inviteWith, once, readEverything, sound, withLine, withLines } from './attack.ts';

/** What nobody expects in a field. */
const garbage = [
  '',
  ' ',
  ',',
  ';',
  ';;,,;',
  '<',
  '>',
  '<>',
  '"',
  '"\\',
  '(',
  '((',
  '=',
  '=;=',
  '*',
  '*;q=1',
  '@',
  '%',
  '%4',
  '%zz',
  '[',
  '[::',
  ':',
  '/',
  '-1',
  '1e9',
  '0x10',
  '99999999999999999999999',
  'None',
  'sip:',
  '<sip:>',
  '<sip:a@b',
  'sip:a@b>',
  '\x01',
  '\x7f',
  '\xff\xfe',
  'Digest',
  'Digest ,',
  'Digest realm',
  'multipart/',
  'a/b;boundary=',
  'Mon, 99 Foo 0000 99:99:99 GMT'
];

describe('threat V2: a field that is known and malformed', () => {
  test('CSeq: abcdefg: 400', () => {
    expect(answerTo(withLine('CSeq', 'CSeq: abcdefg'))).toBe('400 refused');
  });
  test('Contact: None: 400 to an INVITE, which needs one', () => {
    expect(attack(inviteWith([]).replace(/^Contact.*$/m, 'Contact: None')).lines).toEqual(['SIP/2.0 400 Bad Request']);
  });
  test.each(['Via', 'To', 'From', 'Call-ID', 'CSeq', 'Content-Length'])(
    'whatever %s says, it is answered with 400, or with 200, or dropped',
    (name) => {
      for (const value of garbage)
        expect(['200', '400 refused', 'unreadable', '481']).toContain(answerTo(withLine(name, `${name}: ${value}`)));
    }
  );
  test('every header that we know is read or refused, whatever stands in it', () => {
    expect(headers.length).toBeGreaterThan(20);
    for (const { name } of headers) {
      if (!once.includes(name)) for (const value of garbage) readEverything(sound(withLines(`${name}: ${value}`)));
    }
  });
});
