import { describe, expect, test } from 'vitest';
import { contentLength } from '../../../src/message/headers/content-length.ts';
import { read, refuses, writes } from './reading.ts';

describe('§20.14: Content-Length', () => {
  test.each([
    ['0', 0],
    ['349', 349],
    ['0005', 5],
    ['4294967295', 4294967295]
  ])('%s', (text, length) => {
    expect(read(contentLength, text)).toBe(length);
    writes(contentLength, text, String(length));
  });
  refuses(contentLength, '', '-5', '+5', '0x10', '1e3', '1.0', '1 2', '1,2', '00000000001', '12345678901');
});
