import { describe, expect, test } from 'vitest';
import { BodyPart } from '../../../src/message/body/body-part.ts';
import { makeField } from '../../../src/message/field.ts';
import { contentDisposition } from '../../../src/message/headers/content-disposition.ts';
import { contentEncoding } from '../../../src/message/headers/content-encoding.ts';
import { contentType } from '../../../src/message/headers/content-type.ts';

const part = new BodyPart(
  [
    makeField('c', 'text/plain'),
    makeField('content-disposition', 'render;handling=optional'),
    makeField('e', 'a'),
    makeField('Content-Encoding', 'b, c'),
    makeField('X', '1'),
    makeField('x', '2')
  ],
  new Uint8Array(0),
  1
);

describe('RFC 2046 §5.1: the fields of a part', () => {
  test('are read through their headers', () => {
    expect(part.one(contentType)).toMatchObject({ type: 'text', subtype: 'plain' });
    expect(part.one(contentDisposition)).toMatchObject({ type: 'render', handling: 'optional' });
    expect(part.all(contentEncoding)).toEqual(['a', 'b', 'c']);
    expect(part.one({ ...contentType, name: 'Y' })).toBeUndefined();
    expect(part.one({ ...contentType, name: 'X' })).toMatchObject({ code: 'duplicate-field', status: 400 });
    expect(part.one({ ...contentType, name: 'e' })).toMatchObject({ code: 'duplicate-field' });
  });
});
