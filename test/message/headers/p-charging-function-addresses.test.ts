import { describe, expect, test } from 'vitest';
import { pChargingFunctionAddresses } from '../../../src/message/headers/p-charging-function-addresses.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { read, readList, refuses, writes } from './reading.ts';

describe('RFC 7315 §5.5: P-Charging-Function-Addresses', () => {
  test('a function may come more than once', () => {
    expect(read(pChargingFunctionAddresses, 'ccf=192.1.1.1; ccf=192.1.1.2; ecf="aaa://host.example.com";x')).toEqual([
      { function: 'ccf', address: '192.1.1.1' },
      { function: 'ccf', address: '192.1.1.2' },
      { function: 'ecf', address: 'aaa://host.example.com' },
      { function: 'x', address: '' }
    ]);
  });
  test('addresses in groups', () => {
    expect(readList(pChargingFunctionAddresses, 'ccf=a;ecf=b, ccf-2=c')?.map((group) => group.length)).toEqual([2, 1]);
  });
  test('written as it is read', () => {
    writes(
      pChargingFunctionAddresses,
      'CCF = [5555::b99:c88:d77:e66] ;ecf="[::1]";ccf="[::1";ecf=""',
      'CCF=[5555::b99:c88:d77:e66];ecf=[::1];ccf="[::1";ecf'
    );
    writes(pChargingFunctionAddresses, 'x', 'x');
  });
  test('the first is unquoted and decoded once, as the others are', () => {
    const text = 'ccf="\\"a\\"";ecf="J\u00c3\u00bcrgen"';
    expect(read(pChargingFunctionAddresses, text)).toEqual([
      { function: 'ccf', address: '"a"' },
      { function: 'ecf', address: 'Jürgen' }
    ]);
    writes(pChargingFunctionAddresses, 'ccf="J\u00c3\u00bcrgen"', 'ccf="J\u00c3\u00bcrgen"');
  });
  refuses(
    pChargingFunctionAddresses,
    '',
    ';ccf=a',
    'ccf=',
    'ccf="a',
    'ccf="\u00ff"',
    'ccf=a;',
    'ccf=a;ecf=',
    'ccf=a;ecf="\u00ff"',
    '=a',
    'ccf=a b'
  );
  test('nothing hides in a function or address', () => {
    expect(() => pChargingFunctionAddresses.format([])).toThrow(UsageError);
    expect(() => pChargingFunctionAddresses.format([{ function: 'a;b', address: '' }])).toThrow(UsageError);
    expect(pChargingFunctionAddresses.format([{ function: 'ccf', address: 'a;b' }])).toBe('ccf="a;b"');
  });
});
