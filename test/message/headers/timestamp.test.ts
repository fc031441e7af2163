import { describe, expect, test } from 'vitest';
import { timestamp } from '../../../src/message/headers/timestamp.ts';
import { read, refuses, writes } from './reading.ts';

describe('§20.38: Timestamp', () => {
  test.each([
    ['54', '54', undefined],
    ['54.', '54.', undefined],
    ['54.5 0.25', '54.5', '0.25'],
    ['54 .5', '54', '.5'],
    ['54 .', '54', '.']
  ])('%s', (text, sent, delay) => {
    expect(read(timestamp, text)).toEqual({ sent, delay });
    writes(timestamp, text, text);
  });
  refuses(timestamp, '', '.5', 'a', '-1', '1.2.3', '1 2 3', '1 a', '1,2');
});
