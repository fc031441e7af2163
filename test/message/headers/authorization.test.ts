import { describe, expect, test } from 'vitest';
import { authorization } from '../../../src/message/headers/authorization.ts';
import { readList, refuses, writes } from './reading.ts';

const example =
  'Digest username="Alice", realm="atlanta.com", nonce="c60f3082ee1212b402a21831ae", response="245f23415f11432b3434341c022"';

describe('RFC 3261 §20.7: Authorization', () => {
  test('the example', () => {
    writes(authorization, example, example);
  });
  test('§7.3.1: it may stand several times, and is never cut at a comma', () => {
    expect(readList(authorization, example, 'Other a=b,c=d')?.map(({ kind }) => kind)).toEqual(['digest', 'other']);
    expect(readList(authorization, `${example}, Other a=b`)).toBeUndefined();
  });
  refuses(authorization, '', 'Digest', 'Digest realm="atlanta.com"', 'Other');
});
