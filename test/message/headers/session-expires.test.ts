import { describe, expect, test } from 'vitest';
import { sessionExpires } from '../../../src/message/headers/session-expires.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 4028 §4: Session-Expires', () => {
  test('an interval and who refreshes', () => {
    expect(read(sessionExpires, '1800;refresher=UAS;x=y')).toEqual({
      seconds: 1800,
      refresher: 'uas',
      parameters: Parameters.of(['x', 'y'])
    });
    expect(read(sessionExpires, '4000')?.refresher).toBeUndefined();
    writes(sessionExpires, '90 ;x; refresher = uac', '90;refresher=uac;x');
    writes(sessionExpires, '0', '0');
  });
  test('a larger number than any is the largest', () => {
    expect(read(sessionExpires, '99999999999999999999;refresher=uac')?.seconds).toBe(4294967295);
  });
  refuses(
    sessionExpires,
    '',
    'a',
    '-1',
    '1800,90',
    '1800;refresher',
    '1800;refresher=both',
    '1800;refresher="uac"',
    '1800;refresher=uac;refresher=uas',
    '1800;'
  );
  test('what is out of bounds is not written', () => {
    const parts = { seconds: 90, refresher: undefined, parameters: Parameters.none };
    expect(sessionExpires.format(parts)).toBe('90');
    expect(() => sessionExpires.format({ ...parts, seconds: 89.5 })).toThrow(UsageError);
    expect(() => sessionExpires.format({ ...parts, parameters: Parameters.of(['refresher', 'uas']) })).toThrow(
      UsageError
    );
  });
});
