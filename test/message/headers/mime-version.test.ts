import { describe, expect, test } from 'vitest';
import { mimeVersion } from '../../../src/message/headers/mime-version.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 3261 §20.24: MIME-Version', () => {
  test('the example', () => {
    expect(read(mimeVersion, '1.0')).toEqual({ major: 1, minor: 0 });
    writes(mimeVersion, '1.0', '1.0');
  });
  refuses(mimeVersion, '', '1', '1.', '.0', '1 . 0', '1.0.0', '-1.0', '99999999999.0', '1.99999999999');
});
