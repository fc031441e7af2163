import { describe, expect, test } from 'vitest';
import { sipEtag } from '../../../src/message/headers/sip-etag.ts';
import { sipIfMatch } from '../../../src/message/headers/sip-if-match.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { refuses, writes } from './reading.ts';

describe.each([
  ['RFC 3903 §11.3.1: SIP-ETag', sipEtag, 'dx200XYZ', 'dx200XYZ'],
  ['RFC 3903 §11.3.2: SIP-If-Match', sipIfMatch, 'dx200XYZ', 'dx200XYZ']
])('%s', (_title, header, text, canonical) => {
  test('one token', () => {
    writes(header, text, canonical);
  });
  refuses(header, '', '"a"', 'a b', 'a,b', 'a;b', '<a>');
  test('nothing else is written', () => {
    expect(() => header.format('a;b')).toThrow(UsageError);
    expect(() => header.format('')).toThrow(UsageError);
  });
});
