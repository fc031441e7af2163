import { describe, expect, test } from 'vitest';
import { allow } from '../../../src/message/headers/allow.ts';
import { readList, refuses, writes } from './reading.ts';

describe('§20.5: Allow', () => {
  test('comma-joined equals repeated', () => {
    expect(readList(allow, 'foo , bar', 'baz')).toEqual(['foo', 'bar', 'baz']);
    expect(readList(allow, 'foo', 'bar,baz')).toEqual(['foo', 'bar', 'baz']);
    writes(allow, 'foo', 'foo');
  });
  test('§25.1: an empty value is none at all', () => {
    expect(readList(allow, '')).toEqual([]);
    expect(readList(allow, 'foo,')).toBeUndefined();
  });
  refuses(allow, ',', 'foo bar', '"foo"', 'foo;', 'foo,,bar', ','.repeat(16_000));
});
