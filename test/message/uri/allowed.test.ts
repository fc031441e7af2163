import { describe, expect, test } from 'vitest';
import { disallowedComponents, type UriPlace, withoutDisallowed } from '../../../src/message/uri/allowed.ts';
import { parseUri, sipUri } from '../../../src/message/uri/uri.ts';

const whole =
  'sips:u:p@[::1]:5062;user=phone;METHOD=INFO;maddr=1.2.3.4;ttl=1;transport=tcp;lr;other=x;__proto__?Subject=y&Route=z';

describe('RFC 3261 §19.1.1, Table 1', () => {
  test.each<[UriPlace, readonly string[], string]>([
    [
      'Request-URI',
      ['method', 'headers'],
      'sips:u:p@[::1]:5062;user=phone;maddr=1.2.3.4;ttl=1;transport=tcp;lr;other=x;__proto__'
    ],
    [
      'To',
      ['port', 'method', 'maddr', 'ttl', 'transport', 'lr', 'headers'],
      'sips:u:p@[::1];user=phone;other=x;__proto__'
    ],
    [
      'From',
      ['port', 'method', 'maddr', 'ttl', 'transport', 'lr', 'headers'],
      'sips:u:p@[::1];user=phone;other=x;__proto__'
    ],
    [
      'registration Contact',
      ['method', 'lr'],
      'sips:u:p@[::1]:5062;user=phone;maddr=1.2.3.4;ttl=1;transport=tcp;other=x;__proto__?Subject=y&Route=z'
    ],
    [
      'dialog Contact',
      ['method', 'ttl', 'headers'],
      'sips:u:p@[::1]:5062;user=phone;maddr=1.2.3.4;transport=tcp;lr;other=x;__proto__'
    ],
    ['external', [], whole]
  ])('%s: not %j', (place, components, text) => {
    const uri = sipUri(whole);
    expect(disallowedComponents(uri, place)).toEqual(components);
    const stripped = withoutDisallowed(uri, place);
    expect(stripped.text).toBe(text);
    expect(stripped).toEqual(parseUri(text));
    expect(disallowedComponents(stripped, place)).toEqual([]);
  });
  test('a URI of which all is allowed stays the same object', () => {
    const uri = sipUri('sip:bob@biloxi.com;other');
    for (const place of ['Request-URI', 'To', 'registration Contact', 'external'] as const)
      expect(withoutDisallowed(uri, place)).toBe(uri);
  });
});
