import { describe, expect, test } from 'vitest';
import { pChargingVector } from '../../../src/message/headers/p-charging-vector.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 7315 §5.6: P-Charging-Vector', () => {
  test('an identity, and what goes with it', () => {
    expect(read(pChargingVector, 'ICID-value=1234bc9876e; icid-generated-at=192.0.6.8; orig-ioi=home1.net')).toEqual({
      icidValue: '1234bc9876e',
      parameters: Parameters.of(['icid-generated-at', '192.0.6.8'], ['orig-ioi', 'home1.net'])
    });
    writes(pChargingVector, 'icid-value = "a" ;term-ioi="b c"', 'icid-value=a;term-ioi="b c"');
    writes(pChargingVector, 'icid-value="a b"', 'icid-value="a b"');
  });
  refuses(
    pChargingVector,
    '',
    'icid-value',
    'icid-value=',
    'orig-ioi=a;icid-value=b',
    'icid-value="a',
    'icid-value="\u00ff"',
    'icid-value=a;icid-value=b',
    'icid-value=a;',
    'icid-value=a,icid-value=b'
  );
  test('nothing hides in the identity', () => {
    expect(pChargingVector.format({ icidValue: 'a;b', parameters: Parameters.none })).toBe('icid-value="a;b"');
    const parameters = Parameters.of(['Icid-Value', 'b']);
    expect(() => pChargingVector.format({ icidValue: 'a', parameters })).toThrow(UsageError);
  });
});
