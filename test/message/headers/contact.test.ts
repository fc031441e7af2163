import { describe, expect, test } from 'vitest';
import { makeField } from '../../../src/message/field.ts';
import { readAll } from '../../../src/message/header.ts';
import { contact } from '../../../src/message/headers/contact.ts';
import { read, readList, refuses, writes } from './reading.ts';

describe('§20.10: Contact', () => {
  test('values with parameters, joined and repeated', () => {
    const values = readList(
      contact,
      '"Mr. Watson" <sip:watson@worcester.bell-telephone.com> ;q=0.7; expires=3600, "Mr. Watson" <mailto:watson@bell-telephone.com> ;q=0.1',
      '<sips:bob@192.0.2.4>;expires=60'
    );
    expect(values?.map((value) => (value === '*' ? value : value.uri.text))).toEqual([
      'sip:watson@worcester.bell-telephone.com',
      'mailto:watson@bell-telephone.com',
      'sips:bob@192.0.2.4'
    ]);
  });
  test('§10.2.2: *', () => {
    expect(read(contact, ' * ')).toBe('*');
    writes(contact, '*', '*');
  });
  test('§10.2: * stands alone in its field', () => {
    expect(readList(contact, '*, <sip:a@b>')).toBeUndefined();
    expect(readList(contact, '*;q=1')).toBeUndefined();
  });
  test('a display name may be a star', () => {
    writes(contact, '* <sip:a@b>', '"*" <sip:a@b>');
  });
  test('§20: without brackets a comma ends the URI', () => {
    expect(readList(contact, 'sip:a@b,sip:c@d;q=1')).toHaveLength(2);
  });
  test('RFC 5626: an instance', () => {
    const text = '<sip:a@b;transport=udp>;+sip.instance="<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>"';
    writes(contact, text, text);
  });
  refuses(contact, '', 'None', '**', ',', '<sip:a@b>,');
  test('thirty-two values are read, thirty-three are too many', () => {
    const field = (count: number) => makeField('m', Array.from({ length: count }, () => '<sip:a@b>').join());
    expect(readAll(contact, [field(16), field(16)])).toHaveLength(32);
    expect(readAll(contact, [field(16), field(17)])).toMatchObject({ code: 'too-large', status: 400 });
  });
});
