import { describe, expect, test } from 'vitest';
import { accept } from '../../../src/message/headers/accept.ts';
import { readList, refuses, writes } from './reading.ts';

describe('§20.1: Accept', () => {
  test('ranges, joined and repeated', () => {
    const values = readList(accept, 'application/sdp;level=1, application/x-private', 'text/*;q=0.5,*/*');
    expect(values?.map(({ type, subtype }) => `${type}/${subtype}`)).toEqual([
      'application/sdp',
      'application/x-private',
      'text/*',
      '*/*'
    ]);
    expect(values?.map(({ quality }) => quality)).toEqual([1, 1, 0.5, 1]);
    writes(accept, 'Text / HTML ; Level = 1', 'text/html;Level=1');
    writes(accept, 'text/html;q=0.30;level=1', 'text/html;level=1;q=0.3');
  });
  test('an empty value: no body is taken', () => {
    expect(readList(accept, '')).toEqual([]);
  });
  refuses(accept, 'text', 'text/', '/html', 'text/html;', ',');
  test('thirty-two values are read, fifty are too many', () => {
    expect(readList(accept, ...Array.from({ length: 32 }, () => 'a/b'))).toHaveLength(32);
    expect(readList(accept, ...Array.from({ length: 50 }, () => 'a/b'))).toBeUndefined();
  });
});
