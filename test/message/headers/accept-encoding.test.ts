import { describe, expect, test } from 'vitest';
import { acceptEncoding } from '../../../src/message/headers/accept-encoding.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { readList, refuses, writes } from './reading.ts';

const codings = (...texts: readonly string[]): readonly string[] | undefined =>
  readList(acceptEncoding, ...texts)?.map(({ coding }) => coding);

describe('§20.2: Accept-Encoding', () => {
  test('comma-joined equals repeated', () => {
    expect(codings('foo , bar', 'baz')).toEqual(['foo', 'bar', 'baz']);
    expect(codings('foo', 'bar,baz')).toEqual(['foo', 'bar', 'baz']);
    writes(acceptEncoding, 'foo', 'foo');
  });
  test('§25.1: an empty value is none at all', () => {
    expect(readList(acceptEncoding, '')).toEqual([]);
    expect(readList(acceptEncoding, 'foo,')).toBeUndefined();
  });
  test('§20.2: how much each is wanted', () => {
    const values = readList(acceptEncoding, 'GZIP;q=1.0, identity; q=0.5, *;q=0');
    expect(values?.map(({ coding, quality }) => [coding, quality])).toEqual([
      ['gzip', 1],
      ['identity', 0.5],
      ['*', 0]
    ]);
    writes(acceptEncoding, 'GZIP;a=b;q=0.50', 'gzip;a=b;q=0.5');
  });
  test('only a token is written', () => {
    expect(() => acceptEncoding.format({ coding: 'a b', quality: 1, parameters: Parameters.none })).toThrow(UsageError);
  });
  refuses(acceptEncoding, ',', 'foo bar', '"foo"', 'foo;', 'foo,,bar', ','.repeat(16_000));
});
