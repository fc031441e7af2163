import { describe, expect, test } from 'vitest';
import { type AuthenticationInfo, authenticationInfo } from '../../../src/message/headers/authentication-info.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, refuses, writes } from './reading.ts';

const bare: AuthenticationInfo = {
  nextNonce: undefined,
  qop: undefined,
  responseAuth: undefined,
  cnonce: undefined,
  nonceCount: undefined,
  parameters: Parameters.none
};

describe('RFC 3261 §20.6: Authentication-Info', () => {
  test('the example', () => {
    const example = 'nextnonce="47364c23432d2e131a5fb210812c"';
    expect(read(authenticationInfo, example)).toEqual({ ...bare, nextNonce: '47364c23432d2e131a5fb210812c' });
    writes(authenticationInfo, example, example);
  });
  test('all that is said', () => {
    const text = 'qop=auth-int, rspauth="6629fae49393a05397450978507c4ef1", cnonce="0a4f", nc=00000001';
    expect(read(authenticationInfo, text)).toEqual({
      ...bare,
      qop: 'auth-int',
      responseAuth: '6629fae49393a05397450978507c4ef1',
      cnonce: '0a4f',
      nonceCount: '00000001'
    });
    writes(authenticationInfo, text, text);
    writes(authenticationInfo, 'RSPAUTH="AB" ,x="y"', 'rspauth="ab", x="y"');
    writes(authenticationInfo, 'rspauth=""', 'rspauth=""');
  });
  test('only what can be read is written', () => {
    for (const value of [bare, { ...bare, qop: 'a b' }, { ...bare, responseAuth: 'x' }, { ...bare, nonceCount: 'x' }])
      expect(() => authenticationInfo.format(value)).toThrow(UsageError);
  });
  refuses(
    authenticationInfo,
    '',
    'Digest nextnonce="a"',
    'nextnonce',
    'nextnonce="\u00ff"',
    'qop="a b"',
    'rspauth="x"',
    'nc=x',
    'nc=1, nc=2'
  );
});
