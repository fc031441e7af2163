import { describe, expect, test } from 'vitest';
import { contact } from '../../src/message/headers/contact.ts';
import { from } from '../../src/message/headers/from.ts';
import { nameAddr } from '../../src/message/headers/name-addr.ts';
import { subject } from '../../src/message/headers/subject.ts';
import { to } from '../../src/message/headers/to.ts';
import { via } from '../../src/message/headers/via.ts';
import { type Sendable, SipResponse } from '../../src/message/message.ts';
import { parseMessage } from '../../src/message/parse.ts';
import { buildResponse } from '../../src/message/response.ts';
import { UsageError } from '../../src/message/usage-error.ts';
import { formatMessage, lengthOf } from '../../src/message/format.ts';
import { Parameters } from '../../src/syntax/parameters.ts';
import { invite, ok, parsed, register, request, response, textOf, withLine, withLines, written } from './samples.ts';

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

describe('§7: a message that came is written as it came', () => {
  test.each([
    ['a request', invite],
    ['a response', ok],
    ['a REGISTER', register],
    ['spacing and folding', withLines('Subject   :  a\n\t b  ', 'x:y')],
    ['a Content-Length with zeros', withLine('Content-Length', 'l : 0003')],
    [
      'Content-Length first',
      withLine('Via', 'Content-Length: 3', 'Via: SIP/2.0/UDP h').replace(/\nContent-Length: 3\n\n/, '\n\n')
    ]
  ])('%s', (_name, text) => {
    const bytes = written(text.startsWith('SIP') ? response(text) : request(text));
    expect(bytes).toBe(crlf(text));
  });
  test('§18.3: but for what was passed over', () => {
    expect(written(request(`\n${invite}trailing`))).toBe(crlf(invite));
  });
});

test.each(['', 'x', 'Grüße'])('§18.1.1: the length of a message with the body %j is that of its bytes', (text) => {
  const body = new TextEncoder().encode(text);
  for (const message of [request(invite), request(withLine('Content-Length'))]) {
    const written = message.withBody(body, 'text/plain');
    expect(lengthOf(written)).toBe(formatMessage(written).length);
    const wrong = written.withField('Content-Length', '12345');
    expect(lengthOf(wrong)).toBe(formatMessage(wrong).length);
  }
});

describe('§20.14: Content-Length is always right', () => {
  const message = request(invite);
  test('when it was missing', () => {
    expect(written(request(withLine('Content-Length')))).toBe(
      crlf(withLine('Content-Length').replace('\n\n', '\nContent-Length: 3\n\n'))
    );
  });
  test('when another body was put in', () => {
    expect(written(message.withBody(new Uint8Array(0), 'a/b'))).toMatch(/\r\nContent-Length: 0\r\n\r\n$/);
  });
  test.each(['4', '0x3', '+3', '', '3 '])('when it was set to %j', (value) => {
    const copy = message.without('Content-Length').withField('Content-Length', value);
    expect(written(copy).match(/Content-Length: *\S*/g)).toEqual(['Content-Length: 3']);
  });
  test('when it was set twice', () => {
    expect(written(message.withField('l', '3')).match(/\r\n(?:Content-Length|l): \d/g)).toHaveLength(1);
  });
});

describe('RFC 3261 §7.3.3: compact forms, when they are asked for', () => {
  const compact = (message: Sendable): string => textOf(formatMessage(message, { compact: true }));

  test('every field that has one, and no other', () => {
    expect(compact(request(invite))).toBe(
      crlf(invite)
        .replace(/\r\nVia:/g, '\r\nv:')
        .replace('\r\nTo:', '\r\nt:')
        .replace('\r\nFrom:', '\r\nf:')
        .replace('\r\nCall-ID:', '\r\ni:')
        .replace('\r\nContact:', '\r\nm:')
        .replace('\r\nContent-Type:', '\r\nc:')
        .replace('\r\nContent-Length:', '\r\nl:')
    );
  });
  test('not unless they are', () => {
    expect(textOf(formatMessage(request(invite), {}))).toBe(crlf(invite));
    expect(textOf(formatMessage(request(invite), { compact: false }))).toBe(crlf(invite));
  });
  test('only the name changes: case, white space and folding are as they came', () => {
    const text = withLines('SUBJECT   :  a\n\t b  ', 's : c', 'X-Subject: Subject: d');
    expect(compact(request(text))).toMatch(/\r\ns {3}: {2}a\r\n\t b {2}\r\ns : c\r\nX-Subject: Subject: d\r\n/);
  });
  test('fields that we made, and the Content-Length that was missing', () => {
    const message = request(withLine('Content-Length')).with(subject, 'Subject: lunch').withField('Supported', '');
    const text = compact(message);
    expect(text).toContain('\r\ns: Subject: lunch\r\n');
    expect(text).toContain('\r\nk: \r\n');
    expect(text).toMatch(/\r\nl: 3\r\n\r\n/);
    expect(text).not.toMatch(/\r\nContent-Length/);
  });
  test.each([
    ['a request', invite],
    ['a response', ok],
    ['a REGISTER', register]
  ])('%s reads the same', (_name, text) => {
    const message = parsed(text);
    const again = parseMessage(formatMessage(message, { compact: true }));
    if (again.kind === 'refused') throw new Error(again.fault.toString());
    expect(again.startLine).toBe(message.startLine);
    expect(again.fields.map(({ name, value }) => [name, value])).toEqual(
      message.fields.map(({ name, value }) => [name, value])
    );
    expect([...again.body]).toEqual([...message.body]);
    expect(compact(again)).toBe(compact(message));
  });
});

describe('no application can inject CR, LF or NUL', () => {
  const message = request(invite);
  const evil = ['x"\r\nX-Evil: 1', 'x\nX-Evil: 1', 'x\rX-Evil: 1', 'x\u010d\u010aX-Evil: 1'];
  const uri = (text: string) => ({ scheme: 'sip', text });
  describe.each([...evil, 'x\0'])('%j', (text) => {
    test.each([
      ['a field', () => message.withField('X', text)],
      ['a name', () => message.withField(text, 'x')],
      ['a body type', () => message.withBody(new Uint8Array(1), text)],
      ['a tag', () => message.with(to, { ...message.to, parameters: Parameters.of(['tag', text]) })],
      ['a parameter', () => message.with(from, { ...message.from, parameters: Parameters.of([text, 'x']) })],
      ['a URI', () => message.with(contact, nameAddr(uri(`sip:${text}`)))],
      ['a sent-by', () => message.withTopmostVia({ ...message.topmostVia, host: text })],
      ['a transport', () => message.with(via, { ...message.topmostVia, transport: text })],
      ['a reason', () => buildResponse(message, 200, { reason: text })],
      ['a To tag', () => buildResponse(message, 200, { toTag: text })],
      ['a Request-URI', () => formatMessage(message.withRequestUri(uri(text)))],
      ['a status line', () => formatMessage(new SipResponse(200, text, message, message.fields))]
    ])('%s', (_name, send) => {
      expect(send).toThrow(UsageError);
    });
  });
  test('nor a display name; a NUL in one goes out as a quoted-pair, which is legal', () => {
    for (const displayName of evil.slice(0, 3)) {
      expect(() => message.with(from, { ...message.from, displayName })).toThrow(UsageError);
    }
    expect(message.with(from, { ...message.from, displayName: '\u010d\u010a\0' }).field('From')?.line).toBe(
      'From: "\u00c4\u008d\u00c4\u008a\\\0" <sip:alice@atlanta.com>;tag=1928301774'
    );
  });
});
