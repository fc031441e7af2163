import { describe, expect, test } from 'vitest';
import { proxyRequire } from '../../../src/message/headers/proxy-require.ts';
import { readList, refuses, writes } from './reading.ts';

describe('§20.29: Proxy-Require', () => {
  test('comma-joined equals repeated', () => {
    expect(readList(proxyRequire, 'foo , bar', 'baz')).toEqual(['foo', 'bar', 'baz']);
    expect(readList(proxyRequire, 'foo', 'bar,baz')).toEqual(['foo', 'bar', 'baz']);
    writes(proxyRequire, 'foo', 'foo');
  });
  test('§25.1: an empty value is malformed', () => {
    expect(readList(proxyRequire, '')).toBeUndefined();
    expect(readList(proxyRequire, 'foo,')).toBeUndefined();
  });
  refuses(proxyRequire, ',', 'foo bar', '"foo"', 'foo;', 'foo,,bar', ','.repeat(16_000));
});
