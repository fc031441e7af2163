import { describe, expect, test } from 'vitest';
import { formatMessage } from '../../src/message/format.ts';
import { bytesOf, textOf } from '../message/samples.ts';
import { answerTo, attack, inviteWith, options, sound, withLine, withLines } from './attack.ts';

describe('threat V15: NUL bytes', () => {
  test.each([
    ['a field that nobody knows', withLines('X: a\0b')],
    ['a field name', withLines('X\0: a')],
    ['Via', withLine('Via', 'Via: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK\0')],
    ['To', withLine('To', 'To: <sip:bob\0@192.0.2.1>')],
    ['Call-ID', withLine('Call-ID', 'Call-ID: a\0b')],
    ['CSeq', withLine('CSeq', 'CSeq: 1 OPTIONS\0')],
    ['the Request-URI', options.replace('bob@192.0.2.1 SIP', 'bob\0@192.0.2.1 SIP')],
    ['a quoted string, bare', withLines('X: "a\0b"')],
    ['behind a backslash that is quoted itself', withLines('X: "\\\\\0"')],
    ['behind a backslash outside of quotes', withLines('X: \\\0')]
  ])('%s: refused', (name, message) => {
    expect(answerTo(message)).toBe(name === 'Via' ? 'unreadable' : '400 refused');
  });
  test('the method: no SIP, dropped', () => {
    expect(answerTo(options.replace('OPTIONS', 'OPT\0IONS'))).toBe('unreadable');
  });
  test.each(['X: "a\\\0b"', 'X: (a\\\0b)', 'X: "a" (b (\\\0)) "\\\0"'])(
    'a quoted-pair in a quoted string or a comment passes byte for byte: %j',
    (line) => {
      expect(textOf(formatMessage(sound(withLines(line))))).toBe(textOf(bytesOf(withLines(line))));
      expect(answerTo(withLines(line))).toBe('200');
    }
  );
  test('RFC 4475 §3.1.1.4: %00 is three characters that end nothing', () => {
    const message = sound(withLine('To', 'To: <sip:null-%00-null@192.0.2.1>'));
    expect(message.to.uri).toMatchObject({ user: 'null-%00-null', host: '192.0.2.1' });
    expect(answerTo(withLine('To', 'To: <sip:null-%00-null@192.0.2.1>'))).toBe('200');
  });
  test('a body is bytes', () => {
    const { offered } = attack(inviteWith(['Content-Type: application/sdp'], 'v=0\0\0\xff\0'));
    expect([...offered[0]!.request.body]).toEqual([...bytesOf('v=0\0\0\xff\0')]);
  });
});
