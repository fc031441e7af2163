import { describe, expect, test } from 'vitest';
import { priority } from '../../../src/message/headers/priority.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 3261 §20.26: Priority', () => {
  test.each(['emergency', 'urgent', 'normal', 'non-urgent', 'psap-callback'])('%s', (text) => {
    writes(priority, text, text);
    expect(read(priority, text.toUpperCase())).toBe(text);
  });
  test('only a token is written', () => {
    expect(() => priority.format('a b')).toThrow(UsageError);
  });
  refuses(priority, '', 'a b', 'a,b', 'a;b', '"urgent"');
});
