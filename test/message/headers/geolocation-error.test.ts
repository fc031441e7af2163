import { describe, expect, test } from 'vitest';
import { geolocationError } from '../../../src/message/headers/geolocation-error.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 6442 §4.4: Geolocation-Error', () => {
  test('a code, and the same for people', () => {
    expect(read(geolocationError, '100 ; code="Cannot Process Location";x')).toEqual({
      errorCode: 100,
      text: 'Cannot Process Location',
      parameters: Parameters.of(['x', ''])
    });
    writes(geolocationError, '300;x=y;Code=No', '300;code="No";x=y');
    writes(geolocationError, '7', '7');
  });
  refuses(geolocationError, '', '1000', '-1', 'a', '100;code="\u00ff"', '100;code="a', '100,200', '100 200', '100;');
  test('only a code is written as one', () => {
    const parts = { errorCode: 100, text: 'a";x="', parameters: Parameters.none };
    expect(geolocationError.format(parts)).toBe('100;code="a\\";x=\\""');
    expect(() => geolocationError.format({ ...parts, errorCode: 1000 })).toThrow(UsageError);
  });
});
