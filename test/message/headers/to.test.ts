import { describe, expect, test } from 'vitest';
import { to, withTag } from '../../../src/message/headers/to.ts';
import { read, refuses, writes } from './reading.ts';

describe('§20.39: To', () => {
  test.each([
    ['The Operator <sip:operator@cs.columbia.edu>;tag=287447', '287447'],
    ['sip:+12125551212@server.phone2net.com', undefined],
    ['<sip:a@b>;x=y;TAG=z', 'z'],
    ['<sip:a@b;tag=1>', undefined]
  ])('%s: tag %s', (text, tag) => {
    expect(read(to, text)?.tag).toBe(tag);
  });
  test('is written with its name quoted and its URI in brackets', () => {
    writes(to, 'The Operator <sip:a@b>; x = y;tag=1', '"The Operator" <sip:a@b>;x=y;tag=1');
    writes(to, 'sip:a@b;tag=1', '<sip:a@b>;tag=1');
  });
  refuses(
    to,
    '<sip:a@b>;tag',
    '<sip:a@b>;tag=',
    '<sip:a@b>;tag="1"',
    '<sip:a@b>;tag=[::1]',
    '<sip:a@b>;tag=1;tag=2',
    '<sip:a@b>;tag=1,<sip:c@d>'
  );
  test('withTag sets the tag and its parameter', () => {
    const address = read(to, 'Bob <sip:a@b>;x=y');
    if (address === undefined) throw new Error();
    expect(to.format(withTag(address, '1'))).toBe('"Bob" <sip:a@b>;x=y;tag=1');
    expect(withTag(address, '1').tag).toBe('1');
    expect(address.tag).toBeUndefined();
  });
});
