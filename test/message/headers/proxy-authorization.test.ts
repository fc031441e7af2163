import { describe, expect, test } from 'vitest';
import { proxyAuthorization } from '../../../src/message/headers/proxy-authorization.ts';
import { readList, refuses, writes } from './reading.ts';

const example =
  'Digest username="Alice", realm="atlanta.com", nonce="c60f3082ee1212b402a21831ae", response="245f23415f11432b3434341c022"';

describe('RFC 3261 §20.28: Proxy-Authorization', () => {
  test('the example', () => {
    writes(proxyAuthorization, example, example);
  });
  test('§7.3.1: it may stand several times, and is never cut at a comma', () => {
    expect(readList(proxyAuthorization, example, 'Other a=b,c=d')?.map(({ kind }) => kind)).toEqual([
      'digest',
      'other'
    ]);
    expect(readList(proxyAuthorization, `${example}, Other a=b`)).toBeUndefined();
  });
  refuses(proxyAuthorization, '', 'Digest', 'Digest realm="atlanta.com"', 'Other');
});
