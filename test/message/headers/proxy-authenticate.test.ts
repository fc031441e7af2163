import { describe, expect, test } from 'vitest';
import { proxyAuthenticate } from '../../../src/message/headers/proxy-authenticate.ts';
import { readList, refuses, writes } from './reading.ts';

const example =
  'Digest realm="atlanta.com", domain="sip:ss1.carrier.com", qop="auth", nonce="f84f1cec41e6cbe5aea9c8e88d359", opaque="", algorithm=MD5';

describe('RFC 3261 §20.27: Proxy-Authenticate', () => {
  test('the example', () => {
    writes(proxyAuthenticate, example, example);
  });
  test('§7.3.1: it may stand several times, and is never cut at a comma', () => {
    expect(readList(proxyAuthenticate, example, 'Other a=b,c=d')?.map(({ kind }) => kind)).toEqual(['digest', 'other']);
    expect(readList(proxyAuthenticate, `${example}, Other a=b`)).toBeUndefined();
  });
  refuses(proxyAuthenticate, '', 'Digest', 'Digest realm="atlanta.com"', 'Other');
});
