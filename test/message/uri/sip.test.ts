import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeUser, formatSipUri } from '../../../src/message/uri/sip.ts';
import { isSipUri, parseUri } from '../../../src/message/uri/uri.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';

describe('§19.1.3: example URIs', () => {
  test.each([
    ['sip:alice@atlanta.com', { user: 'alice', host: 'atlanta.com' }],
    ['sip:alice:secretword@atlanta.com;transport=tcp', { user: 'alice', password: 'secretword' }],
    [
      'sips:alice@atlanta.com?subject=project%20x&priority=urgent',
      { scheme: 'sips', headers: 'subject=project%20x&priority=urgent' }
    ],
    ['sip:+1-212-555-1212:1234@gateway.com;user=phone', { user: '+1-212-555-1212', password: '1234' }],
    ['sips:1212@gateway.com', { user: '1212' }],
    ['sip:alice@192.0.2.4', { host: '192.0.2.4' }],
    ['sip:atlanta.com;method=REGISTER?to=alice%40atlanta.com', { user: undefined, host: 'atlanta.com' }],
    ['sip:alice;day=tuesday@atlanta.com', { user: 'alice;day=tuesday' }]
  ])('%s', (text, parts) => {
    expect(parseUri(text)).toMatchObject({ text, ...parts });
  });
});

describe('§19.1.1: the parts', () => {
  test.each([
    ['SIP:a@b', { scheme: 'sip', text: 'SIP:a@b' }],
    ['sip:b', { user: undefined, password: undefined, host: 'b', port: undefined, headers: '' }],
    ['sip:b:5061', { user: undefined, host: 'b', port: 5061 }],
    ['sip:a:@b', { user: 'a', password: '' }],
    ['sip:a:b@c:1', { user: 'a', password: 'b', host: 'c', port: 1 }],
    ['sip:a%40b%3F:%20@c', { user: 'a%40b%3F', password: '%20' }],
    ['sip:%00@b', { user: '%00' }],
    ['sip:a@[2001:db8::1]:5060', { host: '[2001:db8::1]', port: 5060 }],
    ['sip:[2001:db8::10:5070]', { host: '[2001:db8::10:5070]', port: undefined }],
    ['sip:a@[2001:db8:::192.0.2.1]', { host: '[2001:db8::192.0.2.1]', text: 'sip:a@[2001:db8::192.0.2.1]' }],
    ['sip:user;par=u%40example.net@example.com', { user: 'user;par=u%40example.net', host: 'example.com' }],
    ['sip:a?b/c&d=e+f$g,h;i@j', { user: 'a?b/c&d=e+f$g,h;i', host: 'j' }],
    ['sip:b?X=', { headers: 'X=' }],
    ['sip:b?X=?&Y=%26', { headers: 'X=?&Y=%26' }]
  ])('%s', (text, parts) => {
    expect(parseUri(text)).toMatchObject(parts);
  });
  test('parameters', () => {
    const uri = parseUri('sip:a@b;lr;Transport=TCP;x=%3b[]/:&+$');
    if (uri === undefined || !isSipUri(uri)) throw new Error();
    expect(uri.parameters.get('transport')).toBe('TCP');
    expect(uri.parameters.has('LR')).toBe(true);
    expect(uri.parameters.get('x')).toBe('%3b[]/:&+$');
  });
  test.each([
    'sip:',
    'sips:',
    'sip:@b',
    'sip::p@b',
    'sip:a@',
    'sip:a@@b',
    'sip:a@b@c',
    'sip:a b@c',
    'sip:a@b c',
    'sip:a@b:',
    'sip:a@b:65536',
    'sip:a@b_c',
    'sip:a@b%41',
    'sip:a%@b',
    'sip:a%4@b',
    'sip:a%gg@b',
    'sip:a:p%1@b',
    'sip:a:p;q@b',
    'sip:a@b;',
    'sip:a@b;x=',
    'sip:a@b;=x',
    'sip:a@b;x=%4',
    'sip:a@b;x=y=z',
    'sip:a@b;x;X',
    'sip:a@b?',
    'sip:a@b?x',
    'sip:a@b?=y',
    'sip:a@b?x=y&',
    'sip:a@b?x=y=z',
    'sip:a@b?x=%4',
    'sip:a@b?x="',
    'sip:a@b>',
    'sip:a@b\r\nX: y',
    'sip:a\0@b',
    'sip:\u00e4@b',
    'sip:\u0161@b',
    '<sip:a@b>'
  ])('not %j', (text) => {
    expect(parseUri(text)).toBeUndefined();
  });
});

describe('§19.1.2: a URI from its parts', () => {
  test('formatSipUri', () => {
    expect(formatSipUri({ host: 'b' })).toBe('sip:b');
    expect(formatSipUri({ user: 'a', password: '', host: 'b' })).toBe('sip:a:@b');
    const parameters = Parameters.of(['transport', 'tcp'], ['lr', '']);
    expect(formatSipUri({ scheme: 'sips', user: 'a', host: '[::1]', port: 5061, parameters })).toBe(
      'sips:a@[::1]:5061;transport=tcp;lr'
    );
  });
  test('"the user "j@s0n" must have at least the @ sign encoded, as in "j%40s0n""', () => {
    expect(escapeUser('j@s0n')).toBe('j%40s0n');
    expect(escapeUser('50% ä:')).toBe('50%25%20%C3%A4%3A');
  });
  test('whatever a user is called, its URI is one, and says the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        const uri = parseUri(formatSipUri({ user: escapeUser(name), host: 'b' }));
        expect(uri !== undefined && isSipUri(uri) && decodeURIComponent(uri.user ?? '')).toBe(name);
      })
    );
  });
});
