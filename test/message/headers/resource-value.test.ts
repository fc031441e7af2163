import { describe, expect, test } from 'vitest';
import { acceptResourcePriority } from '../../../src/message/headers/accept-resource-priority.ts';
import { resourcePriority } from '../../../src/message/headers/resource-priority.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { readList, refuses, writes } from './reading.ts';

describe.each([
  ['RFC 4412 §3.1: Resource-Priority', resourcePriority, undefined],
  ['RFC 4412 §3.2: Accept-Resource-Priority', acceptResourcePriority, []]
])('%s', (_title, header, empty) => {
  test('a namespace and a priority, without case', () => {
    expect(readList(header, 'ets.0, DSN.Flash', 'q735.1')).toEqual([
      { namespace: 'ets', priority: '0' },
      { namespace: 'dsn', priority: 'flash' },
      { namespace: 'q735', priority: '1' }
    ]);
    writes(header, 'WPS.3', 'wps.3');
  });
  test('whether it may be empty', () => {
    expect(readList(header, '')).toEqual(empty);
  });
  refuses(
    header,
    'ets',
    'ets.',
    '.0',
    '.',
    'ets.0.1',
    'ets.0.',
    'ets.0;x',
    'ets .0',
    '"ets".0',
    ',',
    `a.${'.'.repeat(5000)}`
  );
  test('only tokens without dots are written', () => {
    for (const namespace of ['', 'a.b', 'a b'])
      expect(() => header.format({ namespace, priority: '0' })).toThrow(UsageError);
    for (const priority of ['', '0.1', '0,ets.1'])
      expect(() => header.format({ namespace: 'ets', priority })).toThrow(UsageError);
  });
});
