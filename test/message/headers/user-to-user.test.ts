import { describe, expect, test } from 'vitest';
import { makeField } from '../../../src/message/field.ts';
import { userToUser } from '../../../src/message/headers/user-to-user.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { readList, refuses, writes } from './reading.ts';

const absent = { purpose: undefined, content: undefined, encoding: undefined };

describe('RFC 7433 §4.1: User-to-User', () => {
  test('data with how they are written and what they are', () => {
    expect(readList(userToUser, '56a390f3d2b7310023a2;encoding=hex;purpose=foo;content=bar', '"a b";x=y')).toEqual([
      { data: '56a390f3d2b7310023a2', encoding: 'hex', purpose: 'foo', content: 'bar', parameters: Parameters.none },
      { ...absent, data: 'a b', parameters: Parameters.of(['x', 'y']) }
    ]);
  });
  test('written as it is read', () => {
    writes(userToUser, '"c8" ;x;Encoding=hex;purpose=isdn-uui', 'c8;purpose=isdn-uui;encoding=hex;x');
    writes(userToUser, '"a;b"', '"a;b"');
  });
  test('an IPv6 reference is no token: it is quoted', () => {
    writes(userToUser, '"[2001:db8::1]"', '"[2001:db8::1]"');
  });
  refuses(
    userToUser,
    '[2001:db8::1]',
    '',
    ';encoding=hex',
    'a b',
    '"a',
    '"\u00ff"',
    'a;encoding',
    'a;purpose="b"',
    'a;content=',
    'a;',
    'a,'
  );
  test('nothing hides in the data', () => {
    const parts = { ...absent, data: 'a";x="', parameters: Parameters.none };
    expect(userToUser.format(parts)).toBe('"a\\";x=\\""');
    expect(() => makeField('User-to-User', userToUser.format({ ...parts, data: 'a\r\nX: y' }))).toThrow(UsageError);
    expect(() => userToUser.format({ ...parts, encoding: 'hex;x' })).toThrow(UsageError);
  });
});
