import { describe, expect, test } from 'vitest';
import { wwwAuthenticate } from '../../../src/message/headers/www-authenticate.ts';
import { readList, refuses, writes } from './reading.ts';

const example =
  'Digest realm="atlanta.com", domain="sip:ss1.carrier.com", qop="auth", nonce="f84f1cec41e6cbe5aea9c8e88d359", opaque="", algorithm=MD5';

describe('RFC 3261 §20.44: WWW-Authenticate', () => {
  test('the example', () => {
    writes(wwwAuthenticate, example, example);
  });
  test('§7.3.1: it may stand several times, and is never cut at a comma', () => {
    expect(readList(wwwAuthenticate, example, 'Other a=b,c=d')?.map(({ kind }) => kind)).toEqual(['digest', 'other']);
    expect(readList(wwwAuthenticate, `${example}, Other a=b`)).toBeUndefined();
  });
  refuses(wwwAuthenticate, '', 'Digest', 'Digest realm="atlanta.com"', 'Other');
});
