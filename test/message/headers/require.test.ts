import { describe, expect, test } from 'vitest';
import { require } from '../../../src/message/headers/require.ts';
import { readList, refuses, writes } from './reading.ts';

describe('§20.32: Require', () => {
  test('comma-joined equals repeated', () => {
    expect(readList(require, 'foo , bar', 'baz')).toEqual(['foo', 'bar', 'baz']);
    expect(readList(require, 'foo', 'bar,baz')).toEqual(['foo', 'bar', 'baz']);
    writes(require, 'foo', 'foo');
  });
  test('§25.1: an empty value is malformed', () => {
    expect(readList(require, '')).toBeUndefined();
    expect(readList(require, 'foo,')).toBeUndefined();
  });
  refuses(require, ',', 'foo bar', '"foo"', 'foo;', 'foo,,bar', ','.repeat(16_000));
});
