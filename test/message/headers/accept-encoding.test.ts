import { describe, expect, test } from 'vitest';
import { acceptEncoding } from '../../../src/message/headers/accept-encoding.ts';
import { readList, refuses, writes } from './reading.ts';

describe('§20.2: Accept-Encoding', () => {
  test('comma-joined equals repeated', () => {
    expect(readList(acceptEncoding, 'foo , bar', 'baz')).toEqual(['foo', 'bar', 'baz']);
    expect(readList(acceptEncoding, 'foo', 'bar,baz')).toEqual(['foo', 'bar', 'baz']);
    writes(acceptEncoding, 'foo', 'foo');
  });
  test('§25.1: an empty value is none at all', () => {
    expect(readList(acceptEncoding, '')).toEqual([]);
    expect(readList(acceptEncoding, 'foo,')).toBeUndefined();
  });
  test('§20.2: an accept-param is passed over', () => {
    expect(readList(acceptEncoding, 'gzip;q=1.0, identity; q=0.5, *;q=0')).toEqual(['gzip', 'identity', '*']);
  });
  refuses(acceptEncoding, ',', 'foo bar', '"foo"', 'foo;', 'foo,,bar', ','.repeat(16_000));
});
