import { describe, expect, test } from 'vitest';
import { pServedUser } from '../../../src/message/headers/p-served-user.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { sipUri } from '../../../src/message/uri/uri.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 5502 §6: P-Served-User', () => {
  test('a user, the session case and the registration state', () => {
    expect(read(pServedUser, '<sip:user@example.com>; sescase=ORIG; regstate=unreg;x=y')).toMatchObject({
      uri: { user: 'user' },
      sessionCase: 'orig',
      registrationState: 'unreg',
      originatingAfterDiversion: false,
      parameters: Parameters.of(['x', 'y'])
    });
    writes(pServedUser, '"U" <sip:a@b>;x;regstate=reg;sescase=term', '"U" <sip:a@b>;sescase=term;regstate=reg;x');
    writes(pServedUser, 'sip:a@b', '<sip:a@b>');
  });
  test('RFC 8498 §6.2: after a diversion', () => {
    expect(read(pServedUser, '<sip:a@b>;orig-cdiv')?.originatingAfterDiversion).toBe(true);
    writes(pServedUser, '<sip:a@b>;Orig-CDIV', '<sip:a@b>;orig-cdiv');
  });
  refuses(
    pServedUser,
    '',
    'a',
    '<sip:a@b>;sescase',
    '<sip:a@b>;sescase=both',
    '<sip:a@b>;regstate=',
    '<sip:a@b>;regstate=no',
    '<sip:a@b>;orig-cdiv=1',
    '<sip:a@b>,<sip:a@b>'
  );
  test('one word for one thing', () => {
    const value = {
      displayName: undefined,
      uri: sipUri('sip:a@b'),
      sessionCase: undefined,
      registrationState: undefined,
      originatingAfterDiversion: false,
      parameters: Parameters.of(['sescase', 'orig'])
    };
    expect(() => pServedUser.format(value)).toThrow(UsageError);
  });
});
