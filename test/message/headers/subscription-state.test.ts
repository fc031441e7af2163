import { describe, expect, test } from 'vitest';
import { subscriptionState } from '../../../src/message/headers/subscription-state.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 6665 §8.2.3: Subscription-State', () => {
  test.each([
    ['active;expires=3600', { state: 'active', reason: undefined, expires: 3600, retryAfter: undefined }],
    ['Pending', { state: 'pending', reason: undefined, expires: undefined, retryAfter: undefined }],
    [
      'terminated;reason=Probation;retry-after=20',
      { state: 'terminated', reason: 'probation', expires: undefined, retryAfter: 20 }
    ],
    ['sleeping', { state: 'sleeping', reason: undefined, expires: undefined, retryAfter: undefined }]
  ])('%s', (text, value) => {
    expect(read(subscriptionState, text)).toEqual({ ...value, parameters: Parameters.none });
  });
  test('RFC 6665 §4.1.2.2: a number that is none is as if it was not there; one too large is the largest', () => {
    expect(read(subscriptionState, 'active;expires=soon;retry-after')).toMatchObject({
      state: 'active',
      expires: undefined,
      retryAfter: undefined
    });
    expect(read(subscriptionState, 'active;expires=1e3')?.expires).toBeUndefined();
    expect(read(subscriptionState, `active;expires=${'9'.repeat(4000)}`)?.expires).toBe(4294967295);
  });
  test('written as it is read', () => {
    writes(
      subscriptionState,
      'terminated ;x=y;retry-after=005;expires=0;reason=giveup',
      'terminated;reason=giveup;expires=0;retry-after=5;x=y'
    );
    writes(subscriptionState, 'pending', 'pending');
  });
  refuses(
    subscriptionState,
    '',
    '"active"',
    'active;reason',
    'active;reason="a b"',
    'active,pending',
    'active;expires=1;expires=2'
  );
  test('only a token is a state or reason, only a whole number of seconds a time', () => {
    const parts = {
      state: 'active',
      reason: undefined,
      expires: 60,
      retryAfter: undefined,
      parameters: Parameters.none
    };
    expect(() => subscriptionState.format({ ...parts, state: 'a;b' })).toThrow(UsageError);
    expect(() => subscriptionState.format({ ...parts, reason: '' })).toThrow(UsageError);
    expect(() => subscriptionState.format({ ...parts, expires: -1 })).toThrow(UsageError);
    expect(() => subscriptionState.format({ ...parts, retryAfter: 2 ** 32 })).toThrow(UsageError);
    expect(() => subscriptionState.format({ ...parts, expires: 0.5 })).toThrow(UsageError);
  });
});
