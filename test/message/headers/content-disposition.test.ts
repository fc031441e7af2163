import { describe, expect, test } from 'vitest';
import { contentDisposition } from '../../../src/message/headers/content-disposition.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 3261 §20.11: Content-Disposition', () => {
  test('"If the handling parameter is missing, the value required SHOULD be assumed"', () => {
    expect(read(contentDisposition, 'session')).toEqual({
      type: 'session',
      handling: 'required',
      parameters: Parameters.none
    });
    writes(contentDisposition, 'Session; handling=REQUIRED', 'session');
  });
  test('what may be passed over says so', () => {
    expect(read(contentDisposition, 'render ; Handling = "Optional"')).toMatchObject({
      type: 'render',
      handling: 'optional'
    });
    writes(contentDisposition, 'icon;a=b;handling=optional', 'icon;handling=optional;a=b');
    writes(contentDisposition, 'early-session;handling=x', 'early-session;handling=x');
  });
  test('only tokens are written', () => {
    const value = { type: 'session', handling: 'optional', parameters: Parameters.none };
    expect(() => contentDisposition.format({ ...value, type: 'a b' })).toThrow(UsageError);
    expect(() => contentDisposition.format({ ...value, handling: 'a;b' })).toThrow(UsageError);
  });
  refuses(
    contentDisposition,
    '',
    ';handling=optional',
    'a/b',
    'a b',
    'a;',
    'a;handling',
    'a;handling="x y"',
    'a;handling=optional;handling=required'
  );
});
