import { describe, expect, test } from 'vitest';
import { Fault } from '../../../src/message/fault.ts';
import { honouredHeaders, requestFromUri } from '../../../src/message/uri/request.ts';
import { sipUri } from '../../../src/message/uri/uri.ts';

/** What becomes of a URI, as text. */
function formed(text: string, honoured?: readonly string[]) {
  const request = requestFromUri(sipUri(text), honoured);
  if (request instanceof Fault) return request.toString();
  const { method, requestUri, fields, body, ignored } = request;
  return [
    `${method ?? '-'} ${requestUri.text}`,
    ...fields.map(({ line }) => line),
    ...(body === undefined ? [] : [`body ${new TextDecoder('latin1').decode(body)}`]),
    ...ignored.map((name) => `ignored ${name}`)
  ];
}

describe('RFC 3261 §19.1.5: forming requests from a URI', () => {
  test('transport, maddr, ttl, user and unknown parameters stay; method and headers do not', () => {
    expect(formed('sip:a@b:5;transport=tcp;maddr=c;ttl=1;user=ip;x=y;method=MESSAGE?Subject=z')).toEqual([
      'MESSAGE sip:a@b:5;transport=tcp;maddr=c;ttl=1;user=ip;x=y',
      'Subject: z'
    ]);
    expect(formed('sip:a@b')).toEqual(['- sip:a@b']);
    expect(formed('sip:a@b;method=%49NFO')).toEqual(['INFO sip:a@b']);
  });
  test('what is honoured', () => {
    const text = [
      's=a%20b',
      'replaces=1%40x%3Bto-tag%3D1%3Bfrom-tag%3D2',
      'Join=2',
      'Target-Dialog=3',
      'Require=replaces',
      'Require=join',
      'a=*',
      'b=%3Csip:r%3E',
      'body=%0D%0A%00'
    ].join('&');
    expect(formed(`sip:a@b?${text}`)).toEqual([
      '- sip:a@b',
      'Subject: a b',
      'Replaces: 1@x;to-tag=1;from-tag=2',
      'Join: 2',
      'Target-Dialog: 3',
      'Require: replaces',
      'Require: join',
      'Accept-Contact: *',
      'Referred-By: <sip:r>',
      'body \r\n\0'
    ]);
  });
  test('RFC 4475 §3.4.1: the rest is ignored, and named', () => {
    expect(formed('sip:a@b?Route=%3Csip:evil%3E&From=x&v=y&Supported=z&Unknown=&__proto__=1')).toEqual([
      '- sip:a@b',
      ...['Route', 'From', 'Via', 'Supported', 'Unknown', '__proto__'].map((name) => `ignored ${name}`)
    ]);
  });
  test.each(
    'Via From To Call-ID CSeq Route Record-Route Path Service-Route Contact Max-Forwards Content-Length'.split(' ')
  )('threat V19: %s is never honoured, whatever the application says', (name) => {
    const lines = formed(`sip:a@b?${name}=1&${name.toLowerCase()}=2`, [...honouredHeaders, name]);
    expect(lines).toHaveLength(3);
    expect(lines).toEqual(['- sip:a@b', `ignored ${name}`, expect.stringContaining('ignored')]);
  });
  test('an application may honour more', () => {
    expect(formed('sip:a@b?priority=urgent', ['Priority'])).toEqual(['- sip:a@b', 'Priority: urgent']);
  });
  test.each([
    'sip:a@b;method',
    'sip:a@b;method=a%20b',
    'sip:a@b;method=%0d%0aX',
    'sip:a@b?Subject=a%0D%0AX-Evil:%20y',
    'sip:a@b?Subject=%00',
    'sip:a@b?Subject=a&s=b',
    'sip:a@b?body=a&body=b'
  ])('%s makes no valid request: "an implementation MUST NOT proceed"', (text) => {
    const request = requestFromUri(sipUri(text));
    expect(request).toBeInstanceOf(Fault);
    expect(request).toMatchObject({ status: 400, code: 'malformed-field', section: 'RFC 3261 §19.1.5' });
  });
});
