import { describe, expect, test } from 'vitest';
import { privacy } from '../../../src/message/headers/privacy.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 3323 §4.2: Privacy', () => {
  test('values between semicolons', () => {
    expect(read(privacy, 'Header ; session;user;critical')).toEqual(['header', 'session', 'user', 'critical']);
    writes(privacy, 'id', 'id');
    writes(privacy, 'NONE', 'none');
  });
  test('commas are read, semicolons are written', () => {
    writes(privacy, 'id, header ;history', 'id;header;history');
  });
  refuses(privacy, '', ';', 'id;', 'id,', ';id', 'id header', '"id"', 'id=1', 'id;;user');
  test('nothing else is written', () => {
    expect(() => privacy.format([])).toThrow(UsageError);
    expect(() => privacy.format(['id', 'a;b'])).toThrow(UsageError);
  });
});
