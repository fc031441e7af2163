import { describe, expect, test } from 'vitest';
import { formatInfoUri, parseInfoUri } from '../../../src/message/headers/info-uri.ts';
import { Scanner } from '../../../src/syntax/scanner.ts';

describe('RFC 3261 §25.1: LAQUOT absoluteURI RAQUOT', () => {
  test.each([
    ['<http://www.example.com/sounds/moo.wav>', 'http'],
    ['<sip:not-in-service-recording@atlanta.com>', 'sip'],
    ['<urn:alert:source:internal>;a=b;__proto__', 'urn'],
    ['<http://a/b?c=d,e;f>', 'http']
  ])('%s', (text, scheme) => {
    const value = parseInfoUri(new Scanner(` ${text}`));
    expect(value?.uri.scheme).toBe(scheme);
    expect(value === undefined ? undefined : formatInfoUri(value)).toBe(text);
  });
  test.each(['', 'http://a', '<', '<>', '<http://a', '<http:>', '<a b>', '<http://a>;', '<http://a>;b;b'])(
    '%j is malformed',
    (text) => {
      expect(parseInfoUri(new Scanner(text))).toBeUndefined();
    }
  );
});
