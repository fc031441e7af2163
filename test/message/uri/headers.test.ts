import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatUriHeaders, uriHeaders } from '../../../src/message/uri/headers.ts';
import { sipUri } from '../../../src/message/uri/uri.ts';
import { decodeUtf8 } from '../../../src/syntax/utf8.ts';

describe('RFC 3261 §19.1.1: headers', () => {
  test.each([
    ['sip:b', []],
    [
      'sip:b?subject=project%20x&priority=urgent',
      [
        { name: 'Subject', value: 'project x' },
        { name: 'Priority', value: 'urgent' }
      ]
    ],
    [
      'sip:b?s=a%3Db%26c&Body=x%0D%0Ay&%54o=',
      [
        { name: 'Subject', value: 'a=b&c' },
        { name: 'body', value: 'x\r\ny' },
        { name: 'To', value: '' }
      ]
    ],
    [
      'sip:b?__proto__=1&constructor=%2541',
      [
        { name: '__proto__', value: '1' },
        { name: 'constructor', value: '%41' }
      ]
    ]
  ])('%s', (text, headers) => {
    expect(uriHeaders(sipUri(text))).toEqual(headers);
  });
  test('whatever is written is read again, and is a URI', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('Subject', 'X-Y', '__proto__'), text), { minLength: 1 }),
        (pairs) => {
          const written = formatUriHeaders(pairs.map(([name, value]) => ({ name, value })));
          const read = uriHeaders(sipUri(`sip:b?${written}`));
          expect(read.map(({ name, value }) => [name, decodeUtf8(value)])).toEqual(pairs);
        }
      )
    );
  });
});
