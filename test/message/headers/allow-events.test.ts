import { describe, expect, test } from 'vitest';
import { allowEvents } from '../../../src/message/headers/allow-events.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { readList, refuses } from './reading.ts';

describe('RFC 6665 §8.2.2: Allow-Events', () => {
  test('event types, with their templates', () => {
    expect(readList(allowEvents, 'presence , conference.winfo', 'refer')).toEqual([
      'presence',
      'conference.winfo',
      'refer'
    ]);
    expect(allowEvents.format('presence.winfo')).toBe('presence.winfo');
  });
  refuses(allowEvents, '', 'presence.', '.winfo', 'a..b', 'a b', 'a,', '"a"', 'a;id=1');
  test('nothing hides in a type', () => {
    for (const type of ['', 'a.', 'a,b', 'a\r\nX: y']) expect(() => allowEvents.format(type)).toThrow(UsageError);
  });
});
