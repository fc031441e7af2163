import { describe, expect, test } from 'vitest';
import { supported } from '../../../src/message/headers/supported.ts';
import { readList, refuses, writes } from './reading.ts';

describe('§20.37: Supported', () => {
  test('comma-joined equals repeated', () => {
    expect(readList(supported, 'foo , bar', 'baz')).toEqual(['foo', 'bar', 'baz']);
    expect(readList(supported, 'foo', 'bar,baz')).toEqual(['foo', 'bar', 'baz']);
    writes(supported, 'foo', 'foo');
  });
  test('§25.1: an empty value is none at all', () => {
    expect(readList(supported, '')).toEqual([]);
    expect(readList(supported, 'foo,')).toBeUndefined();
  });
  refuses(supported, ',', 'foo bar', '"foo"', 'foo;', 'foo,,bar', ','.repeat(16_000));
});
