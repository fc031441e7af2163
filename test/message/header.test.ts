import { describe, expect, test } from 'vitest';
import { makeField } from '../../src/message/field.ts';
import { readAll, readFirst, readOne } from '../../src/message/header.ts';
import { callId } from '../../src/message/headers/call-id.ts';
import { supported } from '../../src/message/headers/supported.ts';

describe('§7.3.1: values', () => {
  test('readOne wants one value and nothing behind it', () => {
    expect(readOne(supported, makeField('k', ' a '))).toBe('a');
    expect(readOne(supported, makeField('k', 'a,b'))).toMatchObject({ field: 'Supported', section: 'RFC 3261 §20.37' });
  });
  test('readFirst wants one value and tells what is behind it', () => {
    expect(readFirst(supported, makeField('k', 'a'))).toEqual({ value: 'a', rest: '' });
    expect(readFirst(supported, makeField('k', 'a , b,"'))).toEqual({ value: 'a', rest: 'b,"' });
    expect(readFirst(supported, makeField('k', 'a b'))).toMatchObject({ code: 'malformed-field' });
    expect(readFirst(supported, makeField('k', '"'))).toMatchObject({ code: 'malformed-field' });
  });
  test('readAll joins lists, and fields that are no lists are not cut at commas', () => {
    expect(readAll(supported, [makeField('k', 'a,b'), makeField('k', ''), makeField('k', 'c')])).toEqual([
      'a',
      'b',
      'c'
    ]);
    expect(readAll(supported, [])).toEqual([]);
    expect(readAll(callId, [makeField('i', 'a'), makeField('i', 'b')])).toEqual(['a', 'b']);
    expect(readAll(callId, [makeField('i', 'a,b')])).toMatchObject({ code: 'malformed-field' });
  });
});
