import { describe, expect, test } from 'vitest';
import { serverValues, type ServerValue } from '../../../src/message/headers/server-value.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { read, refuses, writes } from './reading.ts';

const header = serverValues({ name: 'Server', section: 'RFC 3261 §20.35' });
const product = (name: string, version?: string): ServerValue => ({ kind: 'product', name, version });
const comment = (text: string): ServerValue => ({ kind: 'comment', text });

describe('RFC 3261 §25.1: server-val', () => {
  test.each<[string, readonly ServerValue[]]>([
    ['HomeServer v2', [product('HomeServer'), product('v2')]],
    ['Softphone Beta1.5', [product('Softphone'), product('Beta1.5')]],
    ['Asterisk PBX/18 (a (b) c) x', [product('Asterisk'), product('PBX', '18'), comment('a (b) c'), product('x')]],
    ['FPBX-12.0(13.8)', [product('FPBX-12.0'), comment('13.8')]],
    ['(only)', [comment('only')]],
    ['a / b\tc', [product('a', 'b'), product('c')]]
  ])('%s', (text, values) => {
    expect(read(header, text)).toEqual(values);
    expect(read(header, header.format(values))).toEqual(values);
  });
  test('is written with one SP between', () => {
    writes(header, 'a/1   (b)c', 'a/1 (b) c');
  });
  test('only products and comments are written, and at least one', () => {
    for (const values of [[], [product('a b')], [product('a', '1/2')], [product('')]])
      expect(() => header.format(values)).toThrow(UsageError);
  });
  refuses(header, '', 'a/', '/b', 'a/b/c', 'a,b', 'a (b', 'a)', '"a"', 'a:b', `a ${'('.repeat(8000)}`);
});
