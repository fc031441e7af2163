import { describe, expect, test } from 'vitest';
import { geolocationRouting } from '../../../src/message/headers/geolocation-routing.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 6442 §4.2: Geolocation-Routing', () => {
  test('yes, no, or what an extension says, with a value or without', () => {
    expect(['Yes', 'NO', 'Maybe', 'Some = "A;b"', 'some=[::1]'].map((text) => read(geolocationRouting, text))).toEqual([
      'yes',
      'no',
      'maybe',
      'some="A;b"',
      'some=[::1]'
    ]);
    writes(geolocationRouting, 'Yes', 'yes');
    writes(geolocationRouting, 'Some = "A;b"', 'some="A;b"');
  });
  refuses(geolocationRouting, '', '"yes"', 'yes no', 'yes,no', 'yes;x', 'yes=', '=yes', 'yes="a');
  test('nothing else is written', () => {
    for (const value of ['', 'yes;x', 'yes\r\nX: y', 'x='])
      expect(() => geolocationRouting.format(value)).toThrow(UsageError);
  });
});
