import { describe, expect, test } from 'vitest';
import type { Header } from '../../../src/message/header.ts';
import { join } from '../../../src/message/headers/join.ts';
import { replaces } from '../../../src/message/headers/replaces.ts';
import { targetDialog } from '../../../src/message/headers/target-dialog.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, refuses, writes } from './reading.ts';

describe.each([
  ['RFC 3891 §6.1: Replaces', replaces as Header<unknown>, 'to-tag', 'from-tag'],
  ['RFC 3911 §7.1: Join', join as Header<unknown>, 'to-tag', 'from-tag'],
  ['RFC 4538 §8: Target-Dialog', targetDialog as Header<unknown>, 'local-tag', 'remote-tag']
])('%s', (_title, header, first, second) => {
  test('a Call-ID and both tags, whatever their order', () => {
    writes(
      header,
      `98732@sip.example.com;${second}=r33;X=y ; ${first} = ff87ff`,
      `98732@sip.example.com;${first}=ff87ff;${second}=r33;X=y`
    );
    writes(header, `a:"b;${first}=0;${second}=0`, `a:"b;${first}=0;${second}=0`);
  });
  refuses(
    header,
    '',
    'a@b',
    `;${first}=1;${second}=2`,
    `a@b;${first}=1`,
    `a@b;${second}=1`,
    `a@b;${first};${second}=2`,
    `a@b;${first}="1";${second}=2`,
    `a@b;${first}=1;${second}=2;${first}=3`,
    `a@b;${first}=1;${second}=2,c@d;${first}=1;${second}=2`,
    `a@;${first}=1;${second}=2`,
    `a b;${first}=1;${second}=2`
  );
});

const none = Parameters.none;

describe('RFC 3891 §6.1: Replaces', () => {
  test('only an early dialog', () => {
    expect(read(replaces, 'a@b;early-only;from-tag=2;to-tag=1')).toEqual({
      callId: 'a@b',
      toTag: '1',
      fromTag: '2',
      earlyOnly: true,
      parameters: none
    });
    expect(read(replaces, 'a@b;from-tag=2;to-tag=1')?.earlyOnly).toBe(false);
    writes(replaces, 'a@b;Early-Only;from-tag=2;to-tag=1', 'a@b;to-tag=1;from-tag=2;early-only');
  });
  refuses(replaces, 'a@b;from-tag=2;to-tag=1;early-only=yes');
  test('nothing hides in a Call-ID or tag', () => {
    const parts = { callId: 'a@b', toTag: '1', fromTag: '2', earlyOnly: false, parameters: none };
    for (const callId of ['', 'a;b', 'a b', 'a@b@c', 'a\r\nX: y'])
      expect(() => replaces.format({ ...parts, callId })).toThrow(UsageError);
    for (const toTag of ['', '1;early-only']) expect(() => replaces.format({ ...parts, toTag })).toThrow(UsageError);
    for (const name of ['to-tag', 'early-only'])
      expect(() => replaces.format({ ...parts, parameters: Parameters.of([name, '']) })).toThrow(UsageError);
  });
});

test('RFC 3911 §7.1: Join has the tags as the recipient sees them', () => {
  expect(read(join, 'a@b;from-tag=2;to-tag=1')).toEqual({ callId: 'a@b', toTag: '1', fromTag: '2', parameters: none });
});

test('RFC 4538 §8: Target-Dialog has the tags as the sender sees them', () => {
  const value = { callId: 'a@b', localTag: '1', remoteTag: '2', parameters: none };
  expect(read(targetDialog, 'a@b;remote-tag=2;local-tag=1')).toEqual(value);
});
