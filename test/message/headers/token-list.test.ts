import { describe, expect, test } from 'vitest';
import { allowEvents } from '../../../src/message/headers/allow-events.ts';
import { pEarlyMedia } from '../../../src/message/headers/p-early-media.ts';
import { requestDisposition } from '../../../src/message/headers/request-disposition.ts';
import { readList, refuses, writes } from './reading.ts';

describe.each([
  ['RFC 6665 §8.2.2: Allow-Events', allowEvents, 'presence', 'presence.winfo', undefined],
  ['RFC 3841 §9.1: Request-Disposition', requestDisposition, 'proxy', 'no-fork', undefined],
  ['RFC 5009 §8: P-Early-Media', pEarlyMedia, 'sendonly', 'gated', []]
] as const)('%s', (_title, header, first, second, empty) => {
  test('comma-joined equals repeated', () => {
    expect(readList(header, `${first} , ${second}`)).toEqual([first, second]);
    expect(readList(header, first, second)).toEqual([first, second]);
    writes(header, first, first);
  });
  test('whether it may be empty', () => {
    expect(readList(header, '')).toEqual(empty);
  });
  refuses(header, ',', 'a b', '"a"', 'a;', 'a,,b');
});
