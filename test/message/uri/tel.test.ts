import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  equalTelUris,
  formatTelUri,
  mandatoryParameters,
  telephoneSubscriber,
  telUri,
  type TelUri,
  withoutSeparators
} from '../../../src/message/uri/tel.ts';
import { formatSipUri } from '../../../src/message/uri/sip.ts';
import { isTelUri, parseUri } from '../../../src/message/uri/uri.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';

/** The text as a tel URI; a failed test when it is none. */
function tel(text: string): TelUri {
  const uri = parseUri(text);
  if (uri === undefined || !isTelUri(uri)) throw new Error(`no tel URI: ${text}`);
  return uri;
}

describe('RFC 3966 §6: examples', () => {
  test.each([
    ['tel:+1-201-555-0123', { number: '+1-201-555-0123', phoneContext: undefined }],
    ['tel:7042;phone-context=example.com', { number: '7042', phoneContext: 'example.com' }],
    ['tel:863-1234;phone-context=+1-914-555', { number: '863-1234', phoneContext: '+1-914-555' }]
  ])('%s', (text, parts) => {
    expect(tel(text)).toMatchObject({ scheme: 'tel', text, ...parts });
    expect(telUri(text)).toEqual(tel(text));
    expect(formatTelUri(tel(text))).toBe(text);
  });
});

describe('RFC 3966 §3: the parts', () => {
  test.each<[string, Partial<TelUri>]>([
    ['TEL:+358-555-1234567;POSTD=PP22', { number: '+358-555-1234567' }],
    ['tel:+1(201)555.0123', { number: '+1(201)555.0123' }],
    ['tel:+-1', { number: '+-1' }],
    ['tel:*21#;phone-context=+49', { number: '*21#' }],
    ['tel:(AB)-cd;phone-context=a', { number: '(AB)-cd' }],
    ['tel:112;phone-context=a-b.example.org.', { phoneContext: 'a-b.example.org.' }],
    ['tel:+1;ext=12-34', { extension: '12-34', isdnSubaddress: undefined }],
    ['tel:+1;isub=a?b@c=d,e%20f:/', { isdnSubaddress: 'a?b@c=d,e%20f:/' }],
    ['tel:+1;ISUB=1411;tsp=a.b', { isdnSubaddress: '1411' }],
    ['tel:+1;phone-context=5', { phoneContext: '5' }],
    ['tel:911', { number: '911', phoneContext: undefined }]
  ])('%s', (text, parts) => {
    expect(tel(text)).toMatchObject({ text, ...parts });
  });
  test('parameters stand in the order they came, and any name is an ordinary one', () => {
    const { parameters } = tel('tel:+1;b;a=%3B[]/:&+$;constructor=x;cic=+1-6789');
    expect([...parameters]).toEqual([
      ['b', ''],
      ['a', '%3B[]/:&+$'],
      ['constructor', 'x'],
      ['cic', '+1-6789']
    ]);
  });
  test.each([
    'tel:+',
    'tel:-.()',
    'tel:+1x',
    'tel:+12a',
    'tel:+*21',
    'tel:hello',
    'tel:+1;',
    'tel:+1;=x',
    'tel:+1;a=',
    'tel:+1;a_b=c',
    'tel:+1;isub',
    'tel:+1;isub=',
    'tel:+1;ext=',
    'tel:+1;ext=a',
    'tel:+1;ext=-',
    'tel:+1;ext=1;isub=2',
    'tel:+1;a=1;A=2',
    'tel:1;phone-context=',
    'tel:1;phone-context',
    'tel:1;phone-context=5',
    'tel:1;phone-context=+',
    'tel:1;phone-context=192.0.2.1',
    'tel:1;phone-context=-a',
    'tel:1;phone-context=a.5',
    'tel:+1?x',
    'tel:+1%32'
  ])('%s breaks RFC 3966: passed on as any other URI, and not read', (text) => {
    const uri = parseUri(text);
    expect(uri).toEqual({ scheme: 'tel', text });
    expect(uri !== undefined && isTelUri(uri)).toBe(false);
  });
  test.each(['tel:', 'tel:+1#', 'tel:1 2', 'tel:+1\r\nX: y', 'tel:+1;a=%4', 'tel:*1#x'])(
    '%j is no URI at all',
    (text) => {
      expect(parseUri(text)).toBeUndefined();
    }
  );
});

describe('telUri', () => {
  test.each(['tel:911', 'tel:hello', 'sip:a@b', 'tel:+1>', '', 'tel', 'tel:+1\r\nX-Evil: 1'])(
    'RFC 3966 §5.1.5: %j is a mistake of the caller',
    (text) => {
      expect(() => telUri(text)).toThrow(UsageError);
      expect(() => telUri(text)).toThrow(expect.objectContaining({ code: 'ERR_SIP_INVALID_URI' }));
    }
  );
});

describe('RFC 3966 §4: comparison', () => {
  test.each([
    ['tel:+358-555-1234567;postd=pp22', 'tel:+358-555-1234567;POSTD=PP22'],
    ['tel:+358-555-1234567;postd=pp22;isub=1411', 'tel:+358-555-1234567;isub=1411;postd=pp22'],
    ['tel:+1-201-555-0123', 'TEL:+1(201)555.0123'],
    ['tel:863-1234;phone-context=+1-914-555', 'tel:8631234;phone-context=+1914555'],
    ['tel:7042;phone-context=example.com', 'tel:70-42;Phone-Context=EXAMPLE.com'],
    ['tel:ab;phone-context=a', 'tel:AB;phone-context=a'],
    ['tel:+1;ext=12-3', 'tel:+1;ext=123'],
    ['tel:+1;a=%61', 'tel:+1;a=A']
  ])('%s and %s are equivalent', (a, b) => {
    expect(equalTelUris(tel(a), tel(b))).toBe(true);
    expect(equalTelUris(tel(b), tel(a))).toBe(true);
  });
  test.each([
    ['tel:+1', 'tel:1'],
    ['tel:+12', 'tel:+13'],
    ['tel:1;phone-context=a', 'tel:1;phone-context=b'],
    ['tel:1;phone-context=+1', 'tel:1;phone-context=+2'],
    ['tel:1;phone-context=a-b', 'tel:1;phone-context=ab'],
    ['tel:+1', 'tel:+1;a'],
    ['tel:+1;a', 'tel:+1;b'],
    ['tel:+1;a=1', 'tel:+1;a=2'],
    ['tel:+1;a=1', 'tel:+1;a=%3B'],
    ['tel:+1;a', 'tel:+1;a=1']
  ])('%s and %s are not', (a, b) => {
    expect(equalTelUris(tel(a), tel(b))).toBe(false);
    expect(equalTelUris(tel(b), tel(a))).toBe(false);
  });
});

describe('RFC 3966 §3: the order of parameters', () => {
  test('subaddress or extension, context, the others by name; in lower case (§4)', () => {
    expect(formatTelUri(tel('tel:70-AB;B=X;a;Phone-Context=Example.com;ISUB=14'))).toBe(
      'tel:70-ab;isub=14;phone-context=example.com;a;b=x'
    );
    expect(formatTelUri(tel('tel:+1;z=1;ext=2'))).toBe('tel:+1;ext=2;z=1');
    expect(formatTelUri({ number: '+1' })).toBe('tel:+1');
  });
  test('whatever is read is written as an equivalent URI, and that one as itself', () => {
    const parameter = fc.constantFrom(
      'isub=1411',
      'phone-context=+1-2',
      'Postd=PP',
      'b',
      'a=%3b%41',
      'm-x=1',
      'tsp=a.b'
    );
    fc.assert(
      fc.property(fc.constantFrom('+1-2', '7(0)', '*AB#'), fc.uniqueArray(parameter), (number, parameters) => {
        const uri = tel(['tel:', number, ...parameters.map((one) => `;${one}`)].join(''));
        const again = tel(formatTelUri(uri));
        expect(equalTelUris(uri, again)).toBe(true);
        expect(formatTelUri(again)).toBe(again.text);
      })
    );
  });
});

describe('RFC 3261 §19.1.6: as the user of a SIP URI', () => {
  test.each([
    ['tel:+358-555-1234567;postd=pp22', 'sip:+358-555-1234567;postd=pp22@foo.com;user=phone'],
    ['tel:+358-555-1234567;POSTD=PP22', 'sip:+358-555-1234567;postd=pp22@foo.com;user=phone'],
    ['tel:+358-555-1234567;postd=pp22;isub=1411', 'sip:+358-555-1234567;isub=1411;postd=pp22@foo.com;user=phone'],
    ['tel:+358-555-1234567;tsp=a.b;phone-context=5', 'sip:+358-555-1234567;phone-context=5;tsp=a.b@foo.com;user=phone'],
    ['tel:*21#;phone-context=a', 'sip:*21%23;phone-context=a@foo.com;user=phone'],
    ['tel:+1;isub=a@b:[%20]', 'sip:+1;isub=a%40b%3A%5B%20%5D@foo.com;user=phone']
  ])('%s becomes %s', (text, expected) => {
    const parameters = Parameters.of(['user', 'phone']);
    const uri = formatSipUri({ user: telephoneSubscriber(tel(text)), host: 'foo.com', parameters });
    expect(uri).toBe(expected);
    expect(parseUri(uri)).toBeDefined();
  });
});

test('RFC 3966 §5.1.1: separators are of no meaning', () => {
  expect(withoutSeparators('+1-(201).555')).toBe('+1201555');
});

test('RFC 3966 §5.4: mandatory parameters begin with m-', () => {
  expect(mandatoryParameters(tel('tel:+1;M-a=1;b;m-c'))).toEqual(['m-a', 'm-c']);
});
