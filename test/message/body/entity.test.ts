import { describe, expect, test } from 'vitest';
import { judgeContentEncoding } from '../../../src/message/body/entity.ts';
import { entity } from './entities.ts';

describe('RFC 3261 §8.2.3: Content-Encoding', () => {
  test('none and identity are read as they are', () => {
    expect(judgeContentEncoding(entity('a/b', ''))).toBeUndefined();
    expect(judgeContentEncoding(entity('a/b', '', 'Identity', 'identity, IDENTITY'))).toBeUndefined();
  });
  test.each([
    ['gzip', 415, 'unsupported-body'],
    ['identity, deflate', 415, 'unsupported-body'],
    ['', 400, 'malformed-field'],
    ['gzip;x', 400, 'malformed-field']
  ])('%j is refused with %i', (encoding, status, code) => {
    expect(judgeContentEncoding(entity('a/b', '', encoding))).toMatchObject({
      status,
      code,
      field: 'Content-Encoding'
    });
  });
});
