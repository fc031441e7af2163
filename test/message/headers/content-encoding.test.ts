import { describe, expect, test } from 'vitest';
import { contentEncoding } from '../../../src/message/headers/content-encoding.ts';
import { readList, refuses, writes } from './reading.ts';

describe('§20.12: Content-Encoding', () => {
  test('comma-joined equals repeated', () => {
    expect(readList(contentEncoding, 'foo , bar', 'baz')).toEqual(['foo', 'bar', 'baz']);
    expect(readList(contentEncoding, 'foo', 'bar,baz')).toEqual(['foo', 'bar', 'baz']);
    writes(contentEncoding, 'foo', 'foo');
  });
  test('§25.1: an empty value is malformed', () => {
    expect(readList(contentEncoding, '')).toBeUndefined();
    expect(readList(contentEncoding, 'foo,')).toBeUndefined();
  });
  refuses(contentEncoding, ',', 'foo bar', '"foo"', 'foo;', 'foo,,bar', ','.repeat(16_000));
});
