import { describe, expect, test } from 'vitest';
import { contentType } from '../../../src/message/headers/content-type.ts';
import { read, refuses, writes } from './reading.ts';

describe('§20.15: Content-Type', () => {
  test('types and subtypes have no case', () => {
    expect(read(contentType, 'Application/SDP')).toMatchObject({ type: 'application', subtype: 'sdp' });
  });
  test('parameters', () => {
    expect(read(contentType, 'multipart/mixed; boundary="a b"')?.parameters.get('Boundary')).toBe('"a b"');
    writes(contentType, 'text/html; charset=ISO-8859-4', 'text/html;charset=ISO-8859-4');
  });
  refuses(contentType, '', 'text', 'text html', 'text/', 'a/b, c/d', 'a/b;c="', 'a/b;c=d;C=e');
});
