import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultMessageLimits, parseMessage } from '../../src/message/parse.ts';
import {
  bytesOf,
  invite,
  ok,
  parsed,
  rawBytes,
  refused,
  register,
  request,
  response,
  textOf,
  withLine,
  withLines,
  written
} from './samples.ts';

/** The code, status and field of a refusal. */
function verdict(text: string | Uint8Array): string {
  const { fault } = refused(text);
  return [fault.code, String(fault.status), fault.field ?? ''].join(' ').trim();
}

describe('§7.1: a request', () => {
  test('§24.2: F1 is read', () => {
    const message = request(invite);
    expect(message.kind).toBe('request');
    expect(message.method).toBe('INVITE');
    expect(message.requestUri.text).toBe('sip:bob@biloxi.com');
    expect(message.topmostVia).toMatchObject({ transport: 'UDP', host: 'pc33.atlanta.com', branch: 'z9hG4bKnashds8' });
    expect(message.from).toMatchObject({ displayName: 'Alice', tag: '1928301774' });
    expect(message.to).toMatchObject({ displayName: 'Bob', tag: undefined });
    expect(message.callId).toBe('a84b4c76e66710');
    expect(message.cseq).toEqual({ sequence: 314159, method: 'INVITE' });
    expect(textOf(message.body)).toBe('v=0');
    expect(message.fields.map((field) => field.name)).toEqual(
      'Via Max-Forwards To From Call-ID CSeq Contact Content-Type Content-Length'.split(' ')
    );
  });
  test('§24.1: F1 is read', () => {
    expect(request(register).method).toBe('REGISTER');
  });
  test('§7.1: the version has no case', () => {
    expect(request(invite.replace('SIP/2.0', 'sip/2.0')).startLine).toBe('INVITE sip:bob@biloxi.com SIP/2.0');
  });
  test.each([
    ['INVITE  sip:bob@biloxi.com SIP/2.0', 'malformed-start-line 400'],
    ['INVITE sip:bob@biloxi.com  SIP/2.0', 'malformed-start-line 400'],
    ['INVITE sip:bob@biloxi.com SIP/2.0 ', 'malformed-start-line 400'],
    ['INVITE sip:bob@biloxi.com; lr SIP/2.0', 'malformed-start-line 400'],
    ['INVITE <sip:bob@biloxi.com> SIP/2.0', 'malformed-start-line 400'],
    ['INVITE sip:bob@biloxi.com', 'malformed-start-line 400'],
    ['INVITE sip:bob@biloxi.com SIP/2.0.0', 'malformed-start-line 400'],
    ['INVITE sip:bob@biloxi.com HTTP/1.1', 'malformed-start-line 400'],
    ['INVITE sip:bob@biloxi.com?Route=%3Csip:evil%3E SIP/2.0', 'malformed-start-line 400'],
    ['INVITE sip:bob\0@biloxi.com SIP/2.0', 'malformed-start-line 400'],
    ['INVITE sip:bob@biloxi.com SIP/7.0', 'unsupported-version 505'],
    ['INVITE sip:bob@biloxi.com sip/2.1', 'unsupported-version 505'],
    ['INVITE', 'not-sip 400'],
    [' INVITE sip:bob@biloxi.com SIP/2.0', 'not-sip 400'],
    ['IN/VITE sip:bob@biloxi.com SIP/2.0', 'not-sip 400'],
    ['', 'not-sip 400']
  ])('§7.1: %j is refused: %s', (line, expected) => {
    expect(verdict(invite.replace(/^.*/, line))).toBe(expected);
  });
  test('§25.1: absoluteURI is a Request-URI', () => {
    expect(request(invite.replace('sip:bob@biloxi.com', 'soap.beep://192.0.2.103:3002')).requestUri).toEqual({
      scheme: 'soap.beep',
      text: 'soap.beep://192.0.2.103:3002'
    });
  });
});

describe('§7.2: a response', () => {
  test('§24.2: F11 is read', () => {
    const message = response(ok);
    expect(message).toMatchObject({ kind: 'response', status: 200, reason: 'OK', startLine: 'SIP/2.0 200 OK' });
    expect(message.to.tag).toBe('a6c85cf');
  });
  test.each([
    ['SIP/2.0 100 ', 100, ''],
    ['SIP/2.0 100', 100, ''],
    ['sip/2.0 699 x', 699, 'x'],
    ['SIP/2.0 200 = 2**3 * 5**2 \t\u0431\u044b', 200, '= 2**3 * 5**2 \t\u00d0\u00b1\u00d1\u008b']
  ])('%j', (line, status, reason) => {
    expect(response(ok.replace(/^.*/, () => line))).toMatchObject({ status, reason });
  });
  test.each([
    ['SIP/2.0 4294967301 better not break the receiver', 'malformed-start-line 400'],
    ['SIP/2.0 2000 OK', 'malformed-start-line 400'],
    ['SIP/2.0 20 OK', 'malformed-start-line 400'],
    ['SIP/2.0 099 OK', 'malformed-start-line 400'],
    ['SIP/2.0 700 OK', 'malformed-start-line 400'],
    ['SIP/2.0  200 OK', 'malformed-start-line 400'],
    ['SIP/2.0', 'malformed-start-line 400'],
    ['SIP/2.01 200 OK', 'malformed-start-line 400'],
    ['SIP/3.0 200 OK', 'unsupported-version 505'],
    ['SIP/2.0 200 O\0K', 'forbidden-character 400'],
    ['SIP/2.0 200 O\x1bK', 'forbidden-character 400']
  ])('§7.2: %j is refused: %s', (line, expected) => {
    expect(verdict(ok.replace(/^.*/, line))).toBe(expected);
    expect(refused(ok.replace(/^.*/, line)).request).toBeUndefined();
  });
  test('§8.2.6: a response without a field that every message needs is refused', () => {
    expect(verdict(ok.replace(/^To: .*\n/m, ''))).toBe('missing-field 400 To');
  });
});

describe('§7.3.1: header fields', () => {
  test.each([
    'To  : Bob <sip:bob@biloxi.com>',
    'To\t:Bob <sip:bob@biloxi.com>',
    'to:   Bob <sip:bob@biloxi.com> \t',
    'tO: Bob\n <sip:bob@biloxi.com>',
    't: Bob <sip:bob@biloxi.com>',
    'To:\n\t Bob\n  <sip:bob@biloxi.com>\n '
  ])('%j is a To', (line) => {
    const message = request(withLine('To', line));
    expect(message.to).toMatchObject({ displayName: 'Bob', uri: { text: 'sip:bob@biloxi.com' } });
    expect(message.field('To')?.value).toBe('Bob <sip:bob@biloxi.com>');
    expect(message.field('To')?.line).toBe(line.replaceAll('\n', '\r\n'));
  });
  test('§7.3.3: every compact form of the RFC stands for its long name', () => {
    const message = request(
      invite
        .replace('Via', 'v')
        .replace('To', 't')
        .replace('From', 'F')
        .replace('Call-ID', 'i')
        .replace('Contact', 'm')
        .replace('Content-Type', 'c')
        .replace('Content-Length', 'l\t')
        .replace('CSeq', 's: lunch\nk: 100rel\ne: gzip\nCSeq')
    );
    expect(message.fields.map((field) => field.name)).toEqual(
      'Via Max-Forwards To From Call-ID Subject Supported Content-Encoding CSeq Contact Content-Type Content-Length'.split(
        ' '
      )
    );
    expect(written(message)).toContain('\r\ni: a84b4c76e66710\r\n');
  });
  test('unknown fields are kept byte for byte and in order, whatever they are called', () => {
    const lines = [
      '__proto__: 1',
      'constructor \t: x',
      'X-Empty:',
      'X-Bin: \x01\xff;,"',
      'toString:a\r\n b',
      'X-Empty:'
    ];
    const bytes = rawBytes(withLines('@@').replaceAll('\n', '\r\n').replace('@@', lines.join('\r\n')));
    const message = parseMessage(bytes);
    if (message.kind === 'refused') throw new Error(message.fault.toString());
    expect(message.field('__PROTO__')?.value).toBe('1');
    expect(message.field('constructor')?.value).toBe('x');
    expect(message.field('hasOwnProperty')).toBeUndefined();
    expect(message.fieldsOf('x-empty').map((field) => field.value)).toEqual(['', '']);
    expect(message.field('tostring')?.value).toBe('a b');
    expect(written(message)).toBe(textOf(bytes));
  });
  test.each([
    ['NoColon', 'malformed-field 400'],
    ['No Colon: x', 'malformed-field 400'],
    [': x', 'malformed-field 400'],
    ['X\x01: y', 'malformed-field 400'],
    ['X(a): y', 'malformed-field 400'],
    ['\u00dc: y', 'malformed-field 400'],
    ['Z: \0', 'forbidden-character 400 Z'],
    ['Z: \\\0', 'forbidden-character 400 Z'],
    ['X', 'malformed-field 400']
  ])('§25.1: %j is refused: %s', (line, expected) => {
    expect(verdict(withLines(line))).toBe(expected);
    // What is around it is still there, to answer with.
    expect(refused(withLines(line)).request?.fields.length).toBe(9);
  });
  test('§7.3.1: white space before the first field continues nothing', () => {
    expect(verdict(invite.replace('Via', ' Via'))).toBe('malformed-field 400');
  });
  test('§25.1: a NUL in a quoted-pair of a quoted string or a comment passes', () => {
    const message = request(withLines('Z: "\\\0" (\\\0)'));
    expect(message.field('Z')?.value).toBe('"\\\0" (\\\0)');
  });
  test('NUL bytes in the body are nobody’s business here', () => {
    expect(textOf(parsed(invite.replace('v=0', '\0\0\0')).body)).toBe('\0\0\0');
  });
  test.each([
    ['a bare CR', 'Z: a\rb'],
    ['a bare LF', 'Z: a\nb: c'],
    ['LF and CR', 'Z: a\n\rb: c'],
    ['two CRs', 'Z: a\r'],
    ['a bare LF in a continuation', 'Z: a\r\n b\nc: d']
  ])('§7: %s is refused, and the fields behind it are still told apart', (_name, line) => {
    const message = refused(rawBytes(withLines('@@').replaceAll('\n', '\r\n').replace('@@', line)));
    expect(message.fault.code).toBe('forbidden-character');
    expect(message.request?.fields.at(-1)?.name).toBe('Content-Length');
  });
  test('§7: the empty line must be there', () => {
    expect(verdict(invite.slice(0, invite.indexOf('\n\n') + 1))).toBe('forbidden-character 400');
    expect(verdict(invite.slice(0, 150))).toBe('forbidden-character 400');
    expect(verdict(invite.replaceAll('\n', '\r').replace('\r', '\n'))).toBe('forbidden-character 400');
    expect(verdict(rawBytes(invite))).toBe('not-sip 400');
    expect(verdict(new Uint8Array(0))).toBe('not-sip 400');
  });
});

describe('§8.1.1: the fields that every message needs', () => {
  test.each(['Via', 'To', 'From', 'Call-ID', 'CSeq'])('%s must be there', (name) => {
    expect(verdict(withLine(name))).toBe(`missing-field 400 ${name}`);
  });
  test.each([
    ['To', 'To: Bob'],
    ['To', 'To: "Bob <sip:bob@biloxi.com>'],
    ['From', 'From: '],
    ['From', 'From: <sip:a@b>;tag="x"'],
    ['Call-ID', 'Call-ID: a b'],
    ['CSeq', 'CSeq: abcdefg'],
    ['CSeq', 'CSeq: 2147483648 INVITE'],
    ['Via', 'Via: SIP/2.0/UDP'],
    ['Via', 'Via: SIP/2.0/UDP h;rport=99999'],
    ['Via', 'Via: SIP/2.0/UDP h;branch=z9hG4bK'],
    ['Via', 'Via: SIP/2.0/UDP h;branch=Z9HG4BK, SIP/2.0/UDP i']
  ])('%s is read: %j is refused', (name, line) => {
    expect(verdict(withLine(name, line))).toBe(`malformed-field 400 ${name}`);
  });
  test.each([
    ['To', 'To: Bob <sip:bob@biloxi.com>'],
    ['From', 'f: Alice <sip:alice@atlanta.com>;tag=1928301774'],
    ['Call-ID', 'i: a84b4c76e66710'],
    ['CSeq', 'CSeq: 314159 INVITE'],
    ['Content-Length', 'l: 3'],
    ['Max-Forwards', 'Max-Forwards: 70']
  ])('§7.3.1: %s stands once: twice is refused, even if equal', (name, line) => {
    expect(verdict(withLines(line))).toBe(`duplicate-field 400 ${name}`);
  });
  test('§8.1.1.5: the CSeq holds the method of the request', () => {
    expect(verdict(withLine('CSeq', 'CSeq: 1 OPTIONS'))).toBe('method-mismatch 400 CSeq');
    expect(verdict(withLine('CSeq', 'CSeq: 1 invite'))).toBe('method-mismatch 400 CSeq');
  });
  test('RFC 4475 §3.1.2.18: for a method that nobody knows, 501 says more', () => {
    expect(verdict(invite.replace('INVITE', 'NEWMETHOD'))).toBe('method-mismatch 501 CSeq');
  });
  test('only the top Via is read: what is behind it goes through as it came', () => {
    const message = request(withLine('Via', 'Via: SIP/2.0/UDP h;branch=z9hG4bK1, nonsense', 'Via: more'));
    expect(message.topmostVia.host).toBe('h');
    expect(written(message)).toContain('\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1, nonsense\r\nVia: more\r\n');
  });
  test('§7.3.1: other fields are judged when they are read', () => {
    expect(request(withLine('Contact', 'Contact: None')).field('Contact')?.value).toBe('None');
  });
});

describe('§20.14: the body', () => {
  const sized = (value: string, body = 'v=0'): string =>
    withLine('Content-Length', `Content-Length: ${value}`).replace('\n\nv=0', `\n\n${body}`);
  test.each(['-5', '+5', '0x10', '1e3', '3.0', '12345678901', '4294967299', '', '3 3', '3, 3', '999'])(
    'Content-Length: %s is refused',
    (value) => {
      expect(verdict(sized(value))).toBe('content-length 400 Content-Length');
    }
  );
  test.each([
    ['3', 'v=0'],
    ['0003', 'v=0'],
    ['1', 'v'],
    ['0', '']
  ])('Content-Length: %s is %j: what is behind it is passed over (§18.3)', (value, body) => {
    expect(textOf(parsed(sized(value)).body)).toBe(body);
  });
  test('§18.3: without Content-Length the body is the rest of the datagram', () => {
    expect(textOf(parsed(withLine('Content-Length')).body)).toBe('v=0');
  });
  test.each([' ', '\t', '  \n', ' : x\n', '\n \n'])('%j is a body: no line of it continues the empty line', (body) => {
    expect(textOf(parsed(sized(String(bytesOf(body).length), body)).body)).toBe(textOf(bytesOf(body)));
  });
  test('is bytes', () => {
    expect([...parsed(sized('3', '\u20ac')).body]).toEqual([0xe2, 0x82, 0xac]);
  });
});

describe('§7.5: framing', () => {
  test('empty lines before the start line are passed over', () => {
    expect(request(`\n\n\n${invite}`).method).toBe('INVITE');
    expect(verdict('\n\n')).toBe('not-sip 400');
  });
});

describe('limits', () => {
  const limits = { line: 120, uri: 40, method: 10, fields: 12, token: 32 };
  const judge = (text: string): string | undefined => {
    const message = parseMessage(bytesOf(text), limits);
    return message.kind === 'refused'
      ? `${message.fault.code} ${String(message.fault.status)} ${message.fault.field ?? ''}`.trim()
      : undefined;
  };
  const a = (count: number): string => 'a'.repeat(count);
  test.each([
    ['a line', withLines(`Z: ${a(117)}`), withLines(`Z: ${a(118)}`), 'too-large 400 Z'],
    ['a folded line', withLines(`Z: ${a(57)}\n ${a(57)}`), withLines(`Z: ${a(58)}\n ${a(57)}`), 'too-large 400 Z'],
    ['fields', withLines('A: b', 'A: b', 'A: b'), withLines('A: b', 'A: b', 'A: b', 'A: b'), 'too-large 400'],
    ['a URI', invite.replace('bob@', `${a(25)}@`), invite.replace('bob@', `${a(26)}@`), 'uri-too-long 414'],
    ['a broken URI', invite.replace('bob@', `${a(20)} @`), invite.replace('bob@', `${a(26)} @`), 'uri-too-long 414'],
    ['a method', invite.replaceAll('INVITE', a(10)), invite.replaceAll('INVITE', a(11)), 'too-large 400'],
    ['a method in CSeq', ok.replace('INVITE', a(10)), ok.replace('INVITE', a(11)), 'too-large 400 CSeq'],
    ['a reason', ok.replace('OK', a(108)), ok.replace('OK', a(109)), 'too-large 400'],
    [
      'a branch',
      withLine('Via', `Via: SIP/2.0/UDP h;branch=z9hG4bK${a(25)}`),
      withLine('Via', `Via: SIP/2.0/UDP h;branch=z9hG4bK${a(26)}`),
      'too-large 400 Via'
    ],
    [
      'a From tag',
      withLine('From', `From: <sip:a@b>;tag=${a(32)}`),
      withLine('From', `From: <sip:a@b>;tag=${a(33)}`),
      'too-large 400 From'
    ],
    [
      'a To tag',
      withLine('To', `To: <sip:a@b>;tag=${a(32)}`),
      withLine('To', `To: <sip:a@b>;tag=${a(33)}`),
      'too-large 400 To'
    ],
    [
      'a Call-ID',
      withLine('Call-ID', `Call-ID: ${a(32)}`),
      withLine('Call-ID', `Call-ID: ${a(33)}`),
      'too-large 400 Call-ID'
    ]
  ])('%s', (name, within, beyond, expected) => {
    expect(judge(within)).toBe(name === 'a broken URI' ? 'malformed-start-line 400' : undefined);
    expect(judge(beyond)).toBe(expected);
  });
  test('a start line', () => {
    const wide = { ...limits, uri: 200 };
    const of = (count: number): string => parseMessage(bytesOf(invite.replace('bob@', `${a(count)}@`)), wide).kind;
    expect(of(120 - 'INVITE sip:@biloxi.com SIP/2.0'.length)).toBe('request');
    expect(of(121 - 'INVITE sip:@biloxi.com SIP/2.0'.length)).toBe('refused');
  });
  test('by default: lines of 8 KiB, URIs of 2 KiB, 64 for a method, 256 fields, 512 for a token', () => {
    expect(defaultMessageLimits).toEqual({ line: 8192, uri: 2048, method: 64, fields: 256, token: 512 });
  });
});

describe('whatever comes', () => {
  const samples = [invite, ok, register].map(bytesOf);
  const total = (bytes: Uint8Array): void => {
    const message = parseMessage(bytes);
    if (message.kind === 'refused') {
      expect(message.fault.section).toMatch(/^RFC 3261 §/);
    } else {
      const again = parseMessage(rawBytes(written(message)));
      if (again.kind === 'refused') throw new Error(again.fault.toString());
      expect(again.startLine).toBe(message.startLine);
      expect(again.fields.filter((field) => field.name !== 'Content-Length').map((field) => field.line)).toEqual(
        message.fields.filter((field) => field.name !== 'Content-Length').map((field) => field.line)
      );
      expect(again.body).toEqual(message.body);
    }
  };
  test('random bytes are never an exception', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), total));
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'\r\n \t:;,"\\()<>@[]%?=a1\0SIP/2.0'.split('')) }), (text) => {
        total(rawBytes(text));
      })
    );
  });
  test('a message with bytes changed, cut out or put in is read or refused; what is read is written back and read again', () => {
    const byte = fc.oneof(fc.constantFrom(...rawBytes('\r\n \t:;,"\\()<>@[]%?=\0')), fc.integer({ min: 0, max: 255 }));
    const change = fc.record({ at: fc.nat(600), remove: fc.nat(8), insert: fc.array(byte, { maxLength: 4 }) });
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.array(change, { minLength: 1, maxLength: 4 }), (sample, changes) => {
        let bytes = [...sample];
        for (const { at, remove, insert } of changes) bytes = bytes.toSpliced(at % bytes.length, remove, ...insert);
        total(Uint8Array.from(bytes));
      }),
      { numRuns: 3000 }
    );
  });
  test('a message cut off anywhere is refused, or its body is short of nothing', () => {
    for (const sample of samples) {
      for (let length = 0; length < sample.length; length++)
        expect(parseMessage(sample.subarray(0, length)).kind).toBe('refused');
    }
  });
});
