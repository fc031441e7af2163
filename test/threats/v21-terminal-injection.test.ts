import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../src/message/parse.ts';
import { encodeUtf8 } from '../../src/syntax/utf8.ts';
import { rawBytes } from '../message/samples.ts';
import { answerTo, headers, options, sound, withLine, withLines } from './attack.ts';

/** What a terminal, a log or a page would act on. */
const hostile = [
  '\x1b[2J\x1b]0;owned\x07',
  '\x1b[31m200 OK',
  '\u202etxt.exe',
  '<script>alert(1)</script>',
  '${jndi:ldap://x}',
  '\x9b2J'
];
const bytes = (text: string): Uint8Array => rawBytes(encodeUtf8(text).replaceAll('\n', '\r\n'));
const printable = /^[\x20-\x7e§]*$/;

describe('threat V21: text that is meant for whoever prints it', () => {
  test.each(hostile)('%j in a display name or User-Agent: the message is handled as any other', (text) => {
    expect(answerTo(bytes(withLines(`User-Agent: ${text}`, `Subject: ${text}`)))).toBe('200');
    // A control character is no qdtext, but in quotes it can not do harm to who reads.
    expect(answerTo(bytes(withLine('From', `From: "${text}" <sip:a@192.0.2.2>;tag=a`)))).toBe('200');
    expect(sound(bytes(withLine('From', `From: "${text}" <sip:a@192.0.2.2>;tag=a`))).from.displayName).toBe(text);
  });
  test.each(hostile)('a fault that %j causes is told in printable ASCII', (text) => {
    const broken = [
      options.replace('OPTIONS', text),
      options.replace('sip:bob@192.0.2.1 SIP', `${text} SIP`),
      ...['Via', 'To', 'From', 'Call-ID', 'CSeq'].map((name) => withLine(name, `${name}: ${text}`)),
      withLines(`${text}: x`),
      withLines(`Content-Length: ${text}`)
    ];
    for (const message of broken) {
      const parsed = parseMessage(bytes(message));
      if (parsed.kind === 'refused') expect(parsed.fault.toString()).toMatch(printable);
    }
    for (const header of headers) {
      const [field] = sound(bytes(withLines(`X: ${text}`))).fieldsOf('X');
      const value = header.parse(field!.scan());
      if (value === undefined) continue;
      expect(value).toBeDefined();
    }
  });
});
