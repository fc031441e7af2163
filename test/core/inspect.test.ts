import { describe, expect, test } from 'vitest';
import { acceptField, allowField, inspectRequest, supportedField } from '../../src/core/inspect.ts';
import { invite, request, type RequestText } from '../support/messages.ts';

const capabilities = {
  methods: ['INVITE', 'CANCEL', 'OPTIONS', 'BYE'],
  optionTags: ['timer', 'replaces'],
  bodyTypes: ['application/sdp', 'text/plain']
};

/** The status and the fields of a refusal, `passes` when there is none. */
function judged(method: string, text: RequestText = {}): string {
  const rejection = inspectRequest(method === 'INVITE' ? invite(text) : request(method, text), capabilities);
  if (rejection === undefined) return 'passes';
  return [String(rejection.status), ...rejection.fields.map(({ line }) => line)].join(' | ');
}

describe('§8.2.1', () => {
  test('RFC 3261 §8.2.1: known and not allowed 405, unknown 501, both with Allow', () => {
    expect(judged('PRACK')).toBe('405 | Allow: INVITE, CANCEL, OPTIONS, BYE');
    expect(judged('options')).toBe('501 | Allow: INVITE, CANCEL, OPTIONS, BYE');
    expect(judged('OPTIONS')).toBe('passes');
  });
});

describe('§8.2.2.1', () => {
  test.each([
    ['tel:+1', '416'],
    ['sips:bob@h', 'passes'],
    ['sip:h', 'passes']
  ])('RFC 3261 §8.2.2.1: the scheme of %s: %s', (uri, outcome) => {
    expect(judged('OPTIONS', { uri })).toBe(outcome);
  });
});

describe('§8.2.2.3', () => {
  test('RFC 3261 §8.2.2.3: only what is not supported is named', () => {
    const fields = ['Require: Timer, 100rel', 'Require: foo'];
    expect(judged('OPTIONS', { fields })).toBe('420 | Unsupported: 100rel, foo');
    expect(judged('OPTIONS', { fields: ['Require: timer,replaces'] })).toBe('passes');
    expect(judged('OPTIONS', { fields: ['Require: ,'] })).toBe('400');
  });

  test('RFC 3261 §8.2.2.3: CANCEL is not looked at', () => {
    expect(judged('CANCEL', { fields: ['Require: foo'] })).toBe('passes');
  });
});

describe('§8.2.3', () => {
  const accept = 'Accept: application/sdp, text/plain';
  test.each([
    [['Content-Type: application/sdp'], 'passes'],
    [['Content-Type: TEXT/plain;charset=utf-8', 'Content-Encoding: Identity'], 'passes'],
    [['Content-Type: text/html'], `415 | ${accept}`],
    [[], `415 | ${accept}`],
    [['Content-Type: application/sdp', 'Content-Encoding: gzip'], '415 | Accept-Encoding: identity'],
    [['Content-Type: nothing'], '400'],
    [['Content-Type: application/sdp', 'Content-Encoding: ,'], '400']
  ])('RFC 3261 §8.2.3: a body with %j: %s', (fields, outcome) => {
    expect(judged('OPTIONS', { fields, body: 'x' })).toBe(outcome);
  });

  test('RFC 3261 §8.2.3: a language that is not ours: 415 with Accept-Language; without languages of ours any will do', () => {
    const german = { fields: ['Content-Type: text/plain', 'Content-Language: en-GB, de'], body: 'x' };
    const english = { ...german, fields: ['Content-Type: text/plain', 'Content-Language: EN-gb, fr'] };
    const of = (text: RequestText) =>
      inspectRequest(request('OPTIONS', text), { ...capabilities, languages: ['en', 'fr'] });
    expect(of(german)).toMatchObject({ status: 415, fields: [{ line: 'Accept-Language: en, fr' }] });
    expect(of({ ...german, fields: ['Content-Type: text/plain', 'Content-Language: english'] })?.status).toBe(415);
    expect([of(english), judged('OPTIONS', german)]).toEqual([undefined, 'passes']);
    expect(judged('OPTIONS', { ...german, fields: ['Content-Type: text/plain', 'Content-Language: 1'] })).toBe('400');
  });

  test('RFC 3261 §8.2.3: what is wrong with type, encoding and language is said in one 415', () => {
    const fields = ['Content-Type: text/html', 'Content-Encoding: gzip', 'Content-Language: de'];
    const refusal = inspectRequest(request('OPTIONS', { fields, body: 'x' }), { ...capabilities, languages: ['en'] });
    expect(refusal?.fields.map(({ line }) => line)).toEqual([
      accept,
      'Accept-Encoding: identity',
      'Accept-Language: en'
    ]);
  });

  test.each([
    ['render;handling=optional', 'passes'],
    ['render;handling=OPTIONAL', 'passes'],
    ['render;handling=required', `415 | ${accept}`],
    ['render', `415 | ${accept}`],
    [';', `415 | ${accept}`]
  ])('RFC 3261 §8.2.3: a body that is not understood, with Content-Disposition: %s: %s', (disposition, outcome) => {
    const fields = ['Content-Type: text/html', 'Content-Encoding: gzip', `Content-Disposition: ${disposition}`];
    expect(judged('OPTIONS', { fields: fields.filter((field) => !field.includes('gzip')), body: 'x' })).toBe(outcome);
  });

  test('RFC 3261 §8.2.3: without a body its fields mean nothing', () => {
    expect(judged('OPTIONS', { fields: ['Content-Type: text/html'] })).toBe('passes');
  });
});

describe('§20.1', () => {
  const refused = '406 | Warning: 399 uas "Only application/sdp answers an INVITE"';
  test.each([
    ['Accept: application/sdp', 'passes'],
    ['Accept: text/plain, APPLICATION/SDP;level=1', 'passes'],
    ['Accept: application/*', 'passes'],
    ['Accept: text/plain, */*;q=0.1', 'passes'],
    ['Accept: application/sdp;level=1;q=0, application/sdp', 'passes'],
    ['Accept: text/nobodyKnowsThis', refused],
    ['Accept:', refused],
    ['Accept: text/*', refused],
    ['Accept: */*, application/sdp;q=0', refused],
    ['Accept: application/sdp;q=0.000', refused],
    ['Accept: */*, application/*;q=0', refused],
    ['Accept: sdp', 'passes']
  ])('RFC 3261 §20.1, §21.4.7: an INVITE with %s: %s', (field, outcome) => {
    expect(judged('INVITE', { fields: [field] })).toBe(outcome);
  });

  test('RFC 3261 §20.1: without Accept a session description is meant', () => {
    expect(judged('INVITE')).toBe('passes');
  });

  test('RFC 3261 §20.1: nothing answers another method with a body', () => {
    expect(judged('OPTIONS', { fields: ['Accept: text/nobodyKnowsThis'] })).toBe('passes');
  });
});

describe('§8.2', () => {
  test('RFC 3261 §8.2: the steps in their order: method, Request-URI, Require, content', () => {
    const all = { uri: 'tel:+1', fields: ['Require: foo', 'Content-Type: text/html'], body: 'x' };
    expect(judged('PRACK', all)).toMatch(/^405/);
    expect(judged('OPTIONS', all)).toMatch(/^416/);
    expect(judged('OPTIONS', { ...all, uri: 'sip:bob@h' })).toMatch(/^420/);
    expect(judged('OPTIONS', { ...all, uri: 'sip:bob@h', fields: ['Content-Type: text/html'] })).toMatch(/^415/);
  });
});

describe('§8.1.1.8', () => {
  test('RFC 3261 §8.1.1.8: an INVITE has one SIP Contact, and a Record-Route that can be read', () => {
    expect(judged('INVITE')).toBe('passes');
    expect(judged('INVITE', { fields: ['Contact: <sip:other@h>'] })).toBe('400');
    expect(judged('INVITE', { fields: ['Record-Route: sip:no-brackets'] })).toBe('400');
    expect(inspectRequest(request('INVITE'), capabilities)?.status).toBe(400);
  });

  const old = 'SIP/2.0/UDP 192.0.2.2';
  const proxied = `SIP/2.0/UDP 192.0.2.3;branch=z9hG4bKp1, ${old}`;
  test.each([
    ['of RFC 2543, whose Via has no branch', { via: old }, 'passes'],
    ['of RFC 2543, whose branch has no magic cookie', { via: `${old};branch=1` }, 'passes'],
    ['of RFC 2543, behind a proxy of RFC 3261', { via: proxied }, 'passes'],
    ['of RFC 2543, whose From is no SIP URI', { via: old, from: '<tel:+1>;tag=a' }, '400'],
    ['of RFC 2543, whose Contact is no SIP URI', { via: old, fields: ['Contact: <tel:+1>'] }, '400'],
    ['of RFC 2543, with a Contact of nothing', { via: old, fields: ['Contact:'] }, '400'],
    ['of RFC 3261, behind a proxy of RFC 2543', { via: `${old}, ${old};branch=z9hG4bK1` }, '400'],
    ['behind a Via that can not be read', { via: `${old}, nothing` }, '400']
  ])('RFC 4475 §3.4.1: an INVITE without a Contact, %s: %s', (_, text, outcome) => {
    expect(inspectRequest(request('INVITE', text), capabilities)?.status.toString() ?? 'passes').toBe(outcome);
  });
});

test('RFC 3261 §20: what we say of ourselves', () => {
  const fields = [allowField, acceptField, supportedField].map((make) => make(capabilities).line);
  expect(fields).toEqual([
    'Allow: INVITE, CANCEL, OPTIONS, BYE',
    'Accept: application/sdp, text/plain',
    'Supported: timer, replaces'
  ]);
});
