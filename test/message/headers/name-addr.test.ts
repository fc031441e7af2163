import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { from } from '../../../src/message/headers/from.ts';
import { formatNameAddr, nameAddr, parseNameAddr } from '../../../src/message/headers/name-addr.ts';
import { parseUri, sipUri } from '../../../src/message/uri/uri.ts';
import { Scanner } from '../../../src/syntax/scanner.ts';
import { encodeUtf8 } from '../../../src/syntax/utf8.ts';
import { read, refuses } from './reading.ts';

describe('§25.1: name-addr', () => {
  test.each([
    ['"A. G. Bell" <sip:agb@bell-telephone.com>', 'A. G. Bell', 'sip:agb@bell-telephone.com'],
    ['sip:+12125551212@server.phone2net.com', undefined, 'sip:+12125551212@server.phone2net.com'],
    ['Anonymous <sip:c8oqz84zk7z@privacy.org>', 'Anonymous', 'sip:c8oqz84zk7z@privacy.org'],
    ['The Operator\t<sip:op@cs.columbia.edu>', 'The Operator', 'sip:op@cs.columbia.edu'],
    // RFC 4475 §3.1.1.6.
    ['caller<sip:caller@example.com>', 'caller', 'sip:caller@example.com'],
    ['"caller"<sip:caller@example.com>', 'caller', 'sip:caller@example.com'],
    ['<sip:a@b>', undefined, 'sip:a@b'],
    ['"" <sip:a@b>', undefined, 'sip:a@b'],
    ['"a\\"b\\\\" <sip:a@b>', 'a"b\\', 'sip:a@b'],
    ['"a\\\0\\\x07" <sip:a@b>', 'a\0\x07', 'sip:a@b'],
    ['"<sip:x@y>, z" <sip:a@b>', '<sip:x@y>, z', 'sip:a@b'],
    [encodeUtf8('"Jürgen 😀" <sip:a@b>'), 'Jürgen 😀', 'sip:a@b'],
    ['<sip:a;x=y@b;lr?Subject=c>', undefined, 'sip:a;x=y@b;lr?Subject=c'],
    ['sip:a <sip:c@d>', undefined, undefined],
    ['tel:+358-555-1234567', undefined, 'tel:+358-555-1234567'],
    ['sip:a@b ; tag = 1', undefined, 'sip:a@b']
  ])('%j', (text, displayName, uri) => {
    const value = read(from, text);
    expect(value?.uri.text).toBe(uri);
    expect(value?.displayName).toBe(displayName);
    if (value !== undefined) expect(read(from, formatNameAddr(value))).toEqual(value);
  });

  test('§20.10: without brackets, what follows a semicolon belongs to the header', () => {
    expect(read(from, 'sip:a@b;tag=1')).toMatchObject({ uri: { text: 'sip:a@b' }, tag: '1' });
    expect(read(from, '<sip:a@b;tag=1>')?.tag).toBeUndefined();
  });

  refuses(
    from,
    '',
    'a',
    'Bob',
    '<',
    '<>',
    '<sip:a@b',
    'sip:a@b>',
    '<sip:a@b>>',
    '< sip:a@b>',
    '<sip:a@b >',
    '<<sip:a@b>>',
    '"a <sip:a@b>',
    '"a" sip:a@b',
    '"a"',
    'a"b <sip:a@b>',
    'Bell, Alexander <sip:a.g.bell@bell-tel.com>',
    'J\u00fcrgen <sip:a@b>',
    '"\u00ff" <sip:a@b>',
    '"\u00c0\u0080" <sip:a@b>',
    'sip:a@b?Subject=c',
    'sip:a@b,sip:c@d',
    'http://a?b',
    '<sip:a@b>;',
    '<sip:a@b>x',
    ':',
    'a b:c'
  );

  test('§20.30, §20.34: a bracketed address may be demanded', () => {
    expect(parseNameAddr(new Scanner('sip:a@b'), true)).toBeUndefined();
    expect(parseNameAddr(new Scanner('<sip:a@b>'), true)).toMatchObject({ uri: { host: 'b' } });
  });

  test('a URI alone becomes an address', () => {
    expect(formatNameAddr(nameAddr(sipUri('sip:a@b')))).toBe('<sip:a@b>');
  });

  test('every display name without CR and LF is written so that it reads the same', () => {
    const uri = parseUri('sip:a@b');
    if (uri === undefined) throw new Error();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (displayName) => {
        fc.pre(!/[\r\n]/.test(displayName));
        expect(read(from, formatNameAddr({ ...nameAddr(uri), displayName }))?.displayName).toBe(displayName);
      })
    );
  });
});
