import { describe, expect, test } from 'vitest';
import { geolocation } from '../../../src/message/headers/geolocation.ts';
import { pAssertedIdentity } from '../../../src/message/headers/p-asserted-identity.ts';
import { pAssociatedUri } from '../../../src/message/headers/p-associated-uri.ts';
import { pCalledPartyId } from '../../../src/message/headers/p-called-party-id.ts';
import { path } from '../../../src/message/headers/path.ts';
import { pPreferredIdentity } from '../../../src/message/headers/p-preferred-identity.ts';
import { referTo } from '../../../src/message/headers/refer-to.ts';
import { serviceRoute } from '../../../src/message/headers/service-route.ts';
import { read, readList, refuses, writes } from './reading.ts';

describe.each([
  ['RFC 3515 §2.1: Refer-To', referTo, { list: false, bracketed: false, empty: undefined }],
  ['RFC 3327 §4: Path', path, { list: true, bracketed: true, empty: undefined }],
  ['RFC 3608 §5: Service-Route', serviceRoute, { list: true, bracketed: true, empty: undefined }],
  ['RFC 3325 §9.1: P-Asserted-Identity', pAssertedIdentity, { list: true, bracketed: false, empty: undefined }],
  ['RFC 3325 §9.2: P-Preferred-Identity', pPreferredIdentity, { list: true, bracketed: false, empty: undefined }],
  ['RFC 7315 §5.1: P-Associated-URI', pAssociatedUri, { list: true, bracketed: false, empty: [] }],
  ['RFC 7315 §5.2: P-Called-Party-ID', pCalledPartyId, { list: false, bracketed: false, empty: undefined }],
  ['RFC 6442 §4.1: Geolocation', geolocation, { list: true, bracketed: true, empty: undefined }]
])('%s', (_title, header, { list, bracketed, empty }) => {
  test('an address with parameters', () => {
    expect(read(header, '<sip:p1.example.com;lr>;x=y')).toMatchObject({ uri: { host: 'p1.example.com' } });
    writes(header, '"Cullen Jennings" <sip:fluffy@cisco.com>', '"Cullen Jennings" <sip:fluffy@cisco.com>');
    writes(header, '<tel:+14085264000>;a', '<tel:+14085264000>;a');
  });
  test('whether brackets may be left out', () => {
    expect(read(header, 'sip:a@b')?.uri.text).toBe(bracketed ? undefined : 'sip:a@b');
  });
  test('whether there may be several, or none', () => {
    expect(readList(header, '<sip:a@b>, <sip:c@d>')?.map((value) => value.uri.text)).toEqual(
      list ? ['sip:a@b', 'sip:c@d'] : undefined
    );
    expect(readList(header, '')).toEqual(empty);
  });
  refuses(header, 'a', '<sip:a@b', '<sip:a@b>;', '<>', '"a <sip:a@b>', ',');
});

test('RFC 3515 §2.1: Refer-To with a dialog to replace, escaped in the URI', () => {
  const text = '<sip:carol@cleveland.example.org?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2>';
  writes(referTo, text, text);
});

test('RFC 6442 §4.1: Geolocation names a body', () => {
  expect(read(geolocation, '<cid:target123@atlanta.example.com>')?.uri.scheme).toBe('cid');
});
