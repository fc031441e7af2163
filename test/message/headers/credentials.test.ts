import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { credentialsHeader, type DigestCredentials } from '../../../src/message/headers/credentials.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, refuses, writes } from './reading.ts';

const header = credentialsHeader({ name: 'Authorization', section: 'RFC 3261 §20.7' });
const bare: DigestCredentials = {
  kind: 'digest',
  username: 'u',
  realm: 'r',
  nonce: 'n',
  uri: undefined,
  response: '0a',
  algorithm: undefined,
  cnonce: undefined,
  opaque: undefined,
  qop: undefined,
  nonceCount: undefined,
  parameters: Parameters.none
};
const required = 'Digest username="u", realm="r", nonce="n", response="0a"';

describe('RFC 3261 §25.1: credentials', () => {
  test('§20.7: the example, which has no uri', () => {
    const example =
      'Digest username="Alice", realm="atlanta.com", nonce="84a4cc6f3082121f32b42a2187831a9e", response="7587245234b3434cc3412213e5f113a5432"';
    expect(read(header, example)).toEqual({
      ...bare,
      username: 'Alice',
      realm: 'atlanta.com',
      nonce: '84a4cc6f3082121f32b42a2187831a9e',
      response: '7587245234b3434cc3412213e5f113a5432'
    });
    writes(header, example, example);
  });
  test('RFC 2617 §3.5, RFC 8760: all that is said; what is hashed stays as written', () => {
    const text =
      'Digest username="Mufasa", realm="a@b", nonce="n", uri="sip:bob@biloxi.com", response="0A4F", algorithm=SHA-256, cnonce="0a4f113b", opaque="5ccc", qop=Auth, nc=0000000A';
    expect(read(header, text)).toEqual({
      ...bare,
      username: 'Mufasa',
      realm: 'a@b',
      uri: 'sip:bob@biloxi.com',
      response: '0a4f',
      algorithm: 'SHA-256',
      cnonce: '0a4f113b',
      opaque: '5ccc',
      qop: 'Auth',
      nonceCount: '0000000A'
    });
    writes(header, text, text.replace('0A4F"', '0a4f"'));
  });
  test('quotes where the grammar has none are read', () => {
    expect(read(header, `${required}, QOP="auth", nc="1", Algorithm="MD5"`)).toEqual({
      ...bare,
      qop: 'auth',
      nonceCount: '1',
      algorithm: 'MD5'
    });
  });
  test('3GPP TS 24.229 §5.1.1.2: who has no nonce yet says so', () => {
    expect(read(header, 'Digest username="u", realm="r", nonce="", uri="sip:r", response=""')).toEqual({
      ...bare,
      nonce: '',
      uri: 'sip:r',
      response: ''
    });
  });
  test('another scheme is readable', () => {
    expect(read(header, 'NoOneKnowsThisScheme opaque-data=here')).toMatchObject({ kind: 'other', token68: undefined });
    writes(header, 'Bearer  a.b.c', 'Bearer a.b.c');
  });
  test('every text is read as it was written', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !/[\r\n]/.test(value));
    fc.assert(
      fc.property(text, text, text, text, (username, realm, nonce, cnonce) => {
        const value = { ...bare, username, realm, nonce, cnonce, uri: 'sip:a@b', qop: 'auth', nonceCount: '00000001' };
        expect(read(header, header.format(value))).toEqual(value);
      })
    );
  });
  test('no part can smuggle in another', () => {
    for (const value of [
      { ...bare, qop: 'auth, x=y' },
      { ...bare, algorithm: 'a b' },
      { ...bare, nonceCount: 'g' },
      { ...bare, nonceCount: '000000001' },
      { ...bare, response: 'xyz' },
      { ...bare, parameters: Parameters.of(['nc', '1'], ['NC', '2']) }
    ])
      expect(() => header.format(value)).toThrow(UsageError);
  });
  refuses(
    header,
    '',
    'Digest',
    'Digest ',
    'Digest QWxhZGRpbjpvcGVu==',
    'Digest realm="r", nonce="n", response="0a"',
    'Digest username="u", nonce="n", response="0a"',
    'Digest username="u", realm="r", response="0a"',
    'Digest username="u", realm="r", nonce="n"',
    'Digest username="J\u00fcrgen", realm="r", nonce="n", response="0a"',
    'Digest username="u", realm="r", nonce="n", response="xyz"',
    `${required}, nc=000000001`,
    `${required}, nc=g`,
    `${required}, nc=""`,
    `${required}, qop="a b"`,
    `${required}, algorithm=""`,
    `${required}, uri=sip:a@b`,
    `${required}, realm="s"`,
    `${required} realm="s"`,
    `${required}, ${Array.from({ length: 1000 }, (_, i) => `p${i}=x`).join(',')}`
  );
});
