import { describe, expect, test } from 'vitest';
import { makeField } from '../../../src/message/field.ts';
import { identity } from '../../../src/message/headers/identity.ts';
import { sipUri } from '../../../src/message/uri/uri.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, readList, refuses, writes } from './reading.ts';

const info = '<https://biloxi.example.org/biloxi.cert>';

describe('RFC 8224 §4: Identity', () => {
  test('a PASSporT, where its certificate is, and what it says', () => {
    expect(read(identity, `eyJhbGciOi.eyJh_-Q.rq3pjT==;info=${info};alg=ES256;ppt=shaken;x=y`)).toEqual({
      digest: 'eyJhbGciOi.eyJh_-Q.rq3pjT==',
      info: { scheme: 'https', text: 'https://biloxi.example.org/biloxi.cert' },
      algorithm: 'ES256',
      ppt: 'shaken',
      parameters: Parameters.of(['x', 'y'])
    });
  });
  test('RFC 8225 §7: the compact form', () => {
    writes(identity, `..rq3/+pjT ; INFO = ${info}`, `..rq3/+pjT;info=${info}`);
  });
  test('the parameters stand in any order, tokens in quotes or not', () => {
    writes(identity, `a;x;alg="ES256";info=${info};ppt="div"`, `a;info=${info};alg=ES256;ppt=div;x`);
  });
  test('several, joined or repeated', () => {
    expect(readList(identity, `a;info=${info}, b;info=${info};ppt=div`, `c;info=${info}`)).toHaveLength(3);
  });
  refuses(
    identity,
    '',
    'a',
    `;info=${info}`,
    '"a"',
    'a;info=',
    'a;info',
    'a;info=<>',
    'a;info=<https://b',
    'a;info=https',
    `a;info=${info};info=${info}`,
    `a;info="x";info=${info}`,
    `a;info=${info};alg`,
    `a;info=${info};alg="a b"`,
    `a;info=${info};ppt="\u00ff"`,
    `a;info=${info};alg=a;alg=b`,
    `a;info=${info};`,
    `a b;info=${info}`,
    ';'.repeat(5000),
    `a${';info=<'.repeat(1000)}`
  );
  test('nothing hides in a digest or token', () => {
    const parts = {
      digest: 'a',
      info: sipUri('sip:a@b'),
      algorithm: undefined,
      ppt: undefined,
      parameters: Parameters.none
    };
    expect(identity.format(parts)).toBe('a;info=<sip:a@b>');
    for (const digest of ['', 'a;b', 'a b', 'a\r\nX: y'])
      expect(() => identity.format({ ...parts, digest })).toThrow(UsageError);
    expect(() => identity.format({ ...parts, algorithm: 'a;b' })).toThrow(UsageError);
    expect(() => identity.format({ ...parts, ppt: '' })).toThrow(UsageError);
    expect(() => identity.format({ ...parts, parameters: Parameters.of(['info', 'a']) })).toThrow(UsageError);
    const uri = { scheme: 'https', text: 'https://a\r\nX: y' };
    expect(() => makeField('Identity', identity.format({ ...parts, info: uri }))).toThrow(UsageError);
  });
});
