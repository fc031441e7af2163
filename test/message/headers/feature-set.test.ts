import { describe, expect, test } from 'vitest';
import type { Header } from '../../../src/message/header.ts';
import { acceptContact } from '../../../src/message/headers/accept-contact.ts';
import { featureCaps } from '../../../src/message/headers/feature-caps.ts';
import { rejectContact } from '../../../src/message/headers/reject-contact.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { readList, refuses, writes } from './reading.ts';

describe.each([
  ['RFC 6809 §6.2: Feature-Caps', featureCaps as Header<unknown>],
  ['RFC 3841 §9.2: Reject-Contact', rejectContact as Header<unknown>],
  ['RFC 3841 §9.2: Accept-Contact', acceptContact as Header<unknown>]
])('%s', (_title, header) => {
  test('a star and features', () => {
    const text = '*;audio;methods="INVITE,!BYE";+g.3gpp.icsi-ref="urn%3Aurn-7%3A3gpp-service.ims.icsi.mmtel"';
    writes(header, text, text);
    writes(header, '* ; mobility = "mobile"', '*;mobility="mobile"');
    writes(header, '*', '*');
    expect(readList(header, '*;audio , *;video', '*')).toHaveLength(3);
  });
  refuses(header, '', '**', ';audio', 'audio', '*;', '*;audio;audio', '*,', '*audio', '<sip:a@b>;audio');
});

describe('RFC 3841 §9.2: Accept-Contact', () => {
  test('require and explicit are no features', () => {
    expect(readList(acceptContact, '*;require;audio, *;Explicit')).toEqual([
      { features: Parameters.of(['audio', '']), require: true, explicit: false },
      { features: Parameters.none, require: false, explicit: true }
    ]);
    writes(acceptContact, '*;audio;explicit;require', '*;require;explicit;audio');
  });
  refuses(acceptContact, '*;require=1', '*;explicit="a"');
  test('they are not written twice', () => {
    const features = Parameters.of(['require', '']);
    expect(() => acceptContact.format({ features, require: false, explicit: false })).toThrow(UsageError);
  });
});
