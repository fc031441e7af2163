import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { challengeHeader, type DigestChallenge } from '../../../src/message/headers/challenge.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, refuses, writes } from './reading.ts';

const header = challengeHeader({ name: 'WWW-Authenticate', section: 'RFC 3261 §20.44' });
const bare: DigestChallenge = {
  kind: 'digest',
  realm: 'r',
  nonce: 'n',
  domain: [],
  opaque: undefined,
  stale: false,
  algorithm: undefined,
  qop: [],
  parameters: Parameters.none
};

describe('RFC 3261 §25.1: challenge', () => {
  test('§20.44: the example', () => {
    const example =
      'Digest realm="atlanta.com", domain="sip:boxesbybob.com", qop="auth", nonce="f84f1cec41e6cbe5aea9c8e88d359", opaque="", stale=FALSE, algorithm=MD5';
    expect(read(header, example)).toEqual({
      ...bare,
      realm: 'atlanta.com',
      domain: ['sip:boxesbybob.com'],
      qop: ['auth'],
      nonce: 'f84f1cec41e6cbe5aea9c8e88d359',
      opaque: '',
      algorithm: 'MD5'
    });
    writes(header, example, example.replace(' stale=FALSE,', ''));
  });
  test('names have no case; what is quoted and need not be, and the other way round, is read', () => {
    const value = read(header, 'dIGEST REALM=r,Nonce=n , STALE="True",algorithm="SHA-256",qop=AUTH');
    expect(value).toEqual({ ...bare, stale: true, algorithm: 'SHA-256', qop: ['auth'] });
    writes(header, 'digest realm=r,nonce=n', 'Digest realm="r", nonce="n"');
  });
  test('lists in quotes', () => {
    expect(read(header, 'Digest realm="r", nonce="n", qop="auth , ,auth-int", domain=" sip:a  /b "')).toEqual({
      ...bare,
      qop: ['auth', 'auth-int'],
      domain: ['sip:a', '/b']
    });
    expect(read(header, 'Digest realm="r", nonce="n", qop=""')).toEqual(bare);
  });
  test('RFC 2617 §3.2.1: stale is false when it is "anything other than TRUE"', () => {
    expect(read(header, 'Digest realm="r", nonce="n", stale=yes')).toEqual(bare);
  });
  test('extensions are kept', () => {
    const value = read(header, 'Digest realm="r", nonce="n", charset=UTF-8, __proto__="x"');
    expect(value?.parameters.get('charset')).toBe('UTF-8');
    writes(header, 'Digest realm="r", x=y, nonce="n"', 'Digest realm="r", nonce="n", x=y');
  });
  test('another scheme is readable', () => {
    expect(read(header, 'Bearer authz_server="https://a", scope="b"')).toMatchObject({
      kind: 'other',
      scheme: 'Bearer'
    });
    writes(header, 'AKA a=b,c="d"', 'AKA a=b, c="d"');
  });
  test('every text is read as it was written', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !/[\r\n]/.test(value));
    fc.assert(
      fc.property(text, text, text, fc.boolean(), (realm, nonce, opaque, stale) => {
        const value = { ...bare, realm, nonce, opaque, stale, algorithm: 'SHA-512-256', qop: ['auth', 'auth-int'] };
        expect(read(header, header.format(value))).toEqual(value);
      })
    );
  });
  test('no part can smuggle in another', () => {
    for (const value of [
      { ...bare, algorithm: 'MD5, stale=true' },
      { ...bare, algorithm: '' },
      { ...bare, parameters: Parameters.of(['realm', '"x"']) }
    ])
      expect(() => header.format(value)).toThrow(UsageError);
    expect(read(header, header.format({ ...bare, realm: 'a", nonce="b' }))).toEqual({ ...bare, realm: 'a", nonce="b' });
  });
  refuses(
    header,
    '',
    'Digest',
    'Digest ',
    'Digest abc==',
    'Digest realm="r"',
    'Digest nonce="n"',
    'Digest realm="r", nonce="n",',
    'Digest realm="r", nonce="n", nonce="m"',
    'Digest realm="r", nonce="n',
    'Digest realm="\u00ff", nonce="n"',
    'Digest realm="r", nonce="n", algorithm="a b"',
    'Digest realm="r", nonce="n", qop="a b"',
    'Digest realm="r", nonce="n", Digest realm="s", nonce="m"',
    `Digest realm="r", nonce="n", ${Array.from({ length: 1000 }, (_, i) => `p${i}=x`).join(',')}`
  );
});
