import { describe, expect, test } from 'vitest';
import { minSe } from '../../../src/message/headers/min-se.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 4028 §5: Min-SE', () => {
  test('seconds', () => {
    expect(read(minSe, '3600')).toEqual({ seconds: 3600, parameters: Parameters.none });
    expect(read(minSe, '9'.repeat(5000))?.seconds).toBe(4294967295);
    writes(minSe, '0090 ; x=y', '90;x=y');
  });
  refuses(minSe, '', 'a', '-1', '90,90', '90;', '90 90');
  test('what is out of bounds is not written', () => {
    expect(() => minSe.format({ seconds: -1, parameters: Parameters.none })).toThrow(UsageError);
  });
});
