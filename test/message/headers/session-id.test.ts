import { describe, expect, test } from 'vitest';
import { nullUuid, sessionId } from '../../../src/message/headers/session-id.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, refuses, writes } from './reading.ts';

const alice = 'ab30317f1a784dc48ff824d0d3715d86';
const bob = '47755a9de7794ba387653f2099600ef2';

describe('RFC 7989 §5: Session-ID', () => {
  test('the UUIDs of both ends', () => {
    expect(read(sessionId, `${alice};remote=${bob}`)).toEqual({
      localUuid: alice,
      remoteUuid: bob,
      parameters: Parameters.none
    });
    expect(read(sessionId, `${alice};remote=${nullUuid}`)?.remoteUuid).toBe('00000000000000000000000000000000');
    writes(sessionId, `${alice.toUpperCase()} ;x=y;Remote=${bob.toUpperCase()}`, `${alice};remote=${bob};x=y`);
  });
  test('RFC 7989 §11: one UUID alone, as it was before', () => {
    writes(sessionId, alice, alice);
  });
  refuses(
    sessionId,
    '',
    'a',
    alice.slice(1),
    `${alice}0`,
    `g${alice.slice(1)}`,
    'ab30317f-1a78-4dc4-8ff8-24d0d3715d86',
    `"${alice}"`,
    `${alice};remote`,
    `${alice};remote=1`,
    `${alice};remote="${bob}"`,
    `${alice},${bob}`,
    `${alice};`
  );
  test('only UUIDs are written, in lower case', () => {
    const parts = { localUuid: alice.toUpperCase(), remoteUuid: undefined, parameters: Parameters.none };
    expect(sessionId.format(parts)).toBe(alice);
    expect(() => sessionId.format({ ...parts, localUuid: '' })).toThrow(UsageError);
    expect(() => sessionId.format({ ...parts, remoteUuid: `${bob};` })).toThrow(UsageError);
  });
});
