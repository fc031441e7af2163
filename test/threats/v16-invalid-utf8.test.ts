import { describe, expect, test } from 'vitest';
import { formatMessage } from '../../src/message/format.ts';
import { decodeUtf8 } from '../../src/syntax/utf8.ts';
import { rawBytes, textOf } from '../message/samples.ts';
import { answerTo, inviteWith, overWebSocket, response, sound, withLine, withLines } from './attack.ts';

/** Not UTF-8: a byte that never occurs, overlong forms of `/`, NUL and `<`, surrogates, beyond Unicode, cut short. */
const invalid = [
  '\xff',
  '\xfe\xff',
  '\xc0\xaf',
  '\xe0\x80\xaf',
  '\xc0\x80',
  '\xc0\xbc',
  '\xed\xa0\x80',
  '\xf4\x90\x80\x80',
  '\xe2\x82',
  '\x80'
];
const bytes = (text: string): Uint8Array => rawBytes(text.replaceAll('\n', '\r\n'));

describe('threat V16: text that is no UTF-8', () => {
  test.each(invalid)('%j in a field that nobody knows passes byte for byte', (text) => {
    const message = bytes(withLines(`X: a${text}b`));
    expect(textOf(formatMessage(sound(message)))).toBe(textOf(message));
    expect(answerTo(message)).toBe('200');
  });
  test.each(invalid)('%j in the display name of To or From: 400', (text) => {
    expect(answerTo(bytes(withLine('To', `To: "${text}" <sip:bob@192.0.2.1>`)))).toBe('400 refused');
    expect(answerTo(bytes(withLine('From', `From: "a${text}" <sip:a@192.0.2.2>;tag=a`)))).toBe('400 refused');
  });
  test.each(invalid)('%j in the display name of an INVITE’s Contact: 400, when it is read', (text) => {
    expect(answerTo(bytes(inviteWith([]).replace('Contact: ', `Contact: "${text}" `)))).toBe('400');
  });
  test.each(invalid)('%j is no text, and a reason phrase of it is nobody’s', (text) => {
    const message = sound(bytes(response.replace('OK', text)));
    expect(message.kind === 'response' && decodeUtf8(message.reason)).toBeUndefined();
    expect(textOf(formatMessage(message))).toBe(response.replace('OK', text).replaceAll('\n', '\r\n'));
  });
  test.each(invalid)(
    '%j in a text frame of a WebSocket: closed with 1007 (RFC 6455 §8.1); in a binary one it passes',
    (text) => {
      const message = bytes(withLines(`X: a${text}b`));
      expect(overWebSocket(message, false)).toBe('close 1007');
      expect(overWebSocket(message, true)).toBe('200');
    }
  );
});
