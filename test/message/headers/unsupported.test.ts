import { describe, expect, test } from 'vitest';
import { unsupported } from '../../../src/message/headers/unsupported.ts';
import { readList, refuses, writes } from './reading.ts';

describe('§20.40: Unsupported', () => {
  test('comma-joined equals repeated', () => {
    expect(readList(unsupported, 'foo , bar', 'baz')).toEqual(['foo', 'bar', 'baz']);
    expect(readList(unsupported, 'foo', 'bar,baz')).toEqual(['foo', 'bar', 'baz']);
    writes(unsupported, 'foo', 'foo');
  });
  test('§25.1: an empty value is malformed', () => {
    expect(readList(unsupported, '')).toBeUndefined();
    expect(readList(unsupported, 'foo,')).toBeUndefined();
  });
  refuses(unsupported, ',', 'foo bar', '"foo"', 'foo;', 'foo,,bar', ','.repeat(16_000));
});
