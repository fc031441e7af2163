import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/message/usage-error.ts';
import { event } from '../../../src/message/headers/event.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 6665 §8.2.1: Event', () => {
  test('a package with templates, an id, and parameters of the package', () => {
    expect(read(event, 'presence.winfo ; id = 7a ;foo=bar')).toEqual({
      type: 'presence.winfo',
      id: '7a',
      parameters: Parameters.of(['foo', 'bar'])
    });
  });
  test('both are compared byte by byte: their case is kept', () => {
    writes(event, 'Refer;ID=A', 'Refer;id=A');
    writes(event, 'dialog;call-id="a;b";id=1', 'dialog;id=1;call-id="a;b"');
  });
  refuses(
    event,
    '',
    '.',
    '.a',
    'presence.',
    'presence..winfo',
    ';id=1',
    '"presence"',
    'presence;id',
    'presence;id="a b"',
    'a;id=1;id=2',
    'a,b',
    'a;',
    'a b'
  );
  test('nothing hides in a type or id', () => {
    const parts = { type: 'presence', id: undefined, parameters: Parameters.none };
    expect(event.format(parts)).toBe('presence');
    expect(() => event.format({ ...parts, type: 'a..b' })).toThrow(UsageError);
    expect(() => event.format({ ...parts, type: 'a;id=1' })).toThrow(UsageError);
    expect(() => event.format({ ...parts, id: '1\r\nX: y' })).toThrow(UsageError);
    expect(() => event.format({ ...parts, parameters: Parameters.of(['Id', '1']) })).toThrow(UsageError);
  });
});
