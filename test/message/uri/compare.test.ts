import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equalHosts, equalUris } from '../../../src/message/uri/compare.ts';
import { parseUri, type Uri } from '../../../src/message/uri/uri.ts';

function uri(text: string): Uri {
  const parsed = parseUri(text);
  if (parsed === undefined) throw new Error(`no URI: ${text}`);
  return parsed;
}

/** Both ways round; a failed test when the two ways differ. */
function equal(a: string, b: string): boolean {
  const there = equalUris(uri(a), uri(b));
  expect(equalUris(uri(b), uri(a))).toBe(there);
  return there;
}

describe('RFC 3261 §19.1.4: equivalent', () => {
  test.each([
    ['sip:%61lice@atlanta.com;transport=TCP', 'sip:alice@AtLanTa.CoM;Transport=tcp'],
    ['sip:carol@chicago.com', 'sip:carol@chicago.com;newparam=5'],
    ['sip:carol@chicago.com', 'sip:carol@chicago.com;security=on'],
    ['sip:carol@chicago.com;newparam=5', 'sip:carol@chicago.com;security=on'],
    [
      'sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com',
      'sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com'
    ],
    [
      'sip:alice@atlanta.com?subject=project%20x&priority=urgent',
      'sip:alice@atlanta.com?priority=urgent&subject=project%20x'
    ],
    ['sip:a@b', 'SIP:a@B'],
    ['sip:a%3b@b', 'sip:a%3B@b'],
    ['sip:a:p%31@b', 'sip:a:p1@b'],
    ['sip:%c3%a4@b', 'sip:%C3%A4@b'],
    ['sip:a@b;x=%61', 'sip:a@b;%58=A'],
    ['sip:a@[2001:db8::1]', 'sip:a@[2001:DB8:0:0:0:0:0:0001]'],
    ['sip:a@[::192.0.2.1]', 'sip:a@[::c000:201]'],
    ['sip:a@[::]', 'sip:a@[0:0:0:0:0:0:0:0]'],
    ['sip:a@[1:2:3:4:5:6:7::]', 'sip:a@[1:2:3:4:5:6:7:0]'],
    ['sip:a@b;maddr=[::1]', 'sip:a@b;maddr=[0::1]'],
    ['sip:a@b?s=x', 'sip:a@b?Subject=X'],
    ['sip:a@b?X=1&X=2', 'sip:a@b?x=2&x=1'],
    ['sip:a@b?To=Bob%20%3Csip:b%40C%3E%3Bx%3D1', 'sip:a@b?to=%3Csip:b%40c%3Bp%3E%3Bx%3D1%3By%3D2']
  ])('%s and %s', (a, b) => {
    expect(equal(a, b)).toBe(true);
  });
});

describe('RFC 3261 §19.1.4: not equivalent', () => {
  test.each([
    ['SIP:ALICE@AtLanTa.CoM;Transport=udp', 'sip:alice@AtLanTa.CoM;Transport=UDP'],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:5060'],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com;transport=udp'],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:6000;transport=tcp'],
    ['sip:carol@chicago.com', 'sip:carol@chicago.com?Subject=next%20meeting'],
    ['sip:bob@phone21.boxesbybob.com', 'sip:bob@192.0.2.4'],
    ['sip:a@b', 'sips:a@b'],
    ['sip:a@b', 'sip:b'],
    ['sip:a@b', 'sip:a:@b'],
    ['sip:a:p@b', 'sip:a:P@b'],
    ['sip:a;x@b', 'sip:a%3Bx@b'],
    ['sip:a%253B@b', 'sip:a%3B@b'],
    ['sip:%C3@b', 'sip:%E3@b'],
    ['sip:a@b;x=%C3', 'sip:a@b;x=%E3'],
    ['sip:a@b:5060', 'sip:a@b:5061'],
    ['sip:a@b', 'sip:a@b.'],
    ['sip:a@[::1]', 'sip:a@[::2]'],
    ['sip:a@[::1]', 'sip:a@b'],
    ['sip:a@b', 'sip:a@b;user=ip'],
    ['sip:a@b', 'sip:a@b;ttl=1'],
    ['sip:a@b', 'sip:a@b;method=INVITE'],
    ['sip:a@b', 'sip:a@b;maddr=b'],
    ['sip:a@b;maddr=192.0.2.1', 'sip:a@b;maddr=192.0.2.2'],
    ['sip:a@b;maddr=[::1]', 'sip:a@b;maddr=[::2]'],
    ['sip:a@b;method=INFO', 'sip:a@b;method=info'],
    ['sip:a@b;x=1', 'sip:a@b;x=2'],
    ['sip:a@b;x', 'sip:a@b;x=1'],
    ['sip:a@b;__proto__=1', 'sip:a@b;__proto__=2'],
    ['sip:a@b?X=1', 'sip:a@b?Y=1'],
    ['sip:a@b?X=1', 'sip:a@b?X=2'],
    ['sip:a@b?X=1&X=1', 'sip:a@b?X=1&X=2'],
    ['sip:a@b?X=%22A%22', 'sip:a@b?X=%22a%22'],
    ['sip:a@b?Call-ID=A', 'sip:a@b?Call-ID=a'],
    ['sip:a@b?body=A', 'sip:a@b?body=a'],
    ['sip:a@b?To=sip:a%40b', 'sip:a@b?To=sip:c%40b'],
    ['sip:a@b?From=%3Csip:a%40b%3E%3Bx%3D1', 'sip:a@b?From=%3Csip:a%40b%3E%3Bx%3D2'],
    ['sip:a@b?To=sip:a%40b', 'sip:a@b?To=sip:a%40b%2C'],
    ['sip:a@b?To=sip:a%40b', 'sip:a@b?From=sip:a%40b'],
    ['sip:a@b?To=sip:a&To=sip:b', 'sip:a@b?To=sip:a&To=sip:c']
  ])('%s and %s', (a, b) => {
    expect(equal(a, b)).toBe(false);
  });
  test('equality is not transitive', () => {
    expect(equal('sip:carol@chicago.com', 'sip:carol@chicago.com;security=on')).toBe(true);
    expect(equal('sip:carol@chicago.com', 'sip:carol@chicago.com;security=off')).toBe(true);
    expect(equal('sip:carol@chicago.com;security=on', 'sip:carol@chicago.com;security=off')).toBe(false);
  });
});

describe('RFC 3261 §19.1.6: telephone numbers', () => {
  test.each([
    ['tel:+358-555-1234567;postd=pp22', 'tel:+358-555-1234567;POSTD=PP22', true],
    ['sip:+358-555-1234567;postd=pp22@foo.com;user=phone', 'sip:+358-555-1234567;POSTD=PP22@foo.com;user=phone', false],
    ['tel:+358-555-1234567;postd=pp22;isub=1411', 'tel:+358-555-1234567;isub=1411;postd=pp22', true],
    [
      'sip:+358-555-1234567;postd=pp22;isub=1411@foo.com;user=phone',
      'sip:+358-555-1234567;isub=1411;postd=pp22@foo.com;user=phone',
      false
    ],
    ['tel:+1', 'sip:+1@b;user=phone', false],
    ['tel:+1', 'tel:+1x', false],
    ['tel:+1x', 'tel:+1x', true]
  ])('%s and %s: %s', (a, b, expected) => {
    expect(equal(a, b)).toBe(expected);
  });
});

describe('other schemes are compared as text', () => {
  test.each([
    ['HTTP://example.com/A', 'http://example.com/A', true],
    ['http://example.com/A', 'http://example.com/a', false],
    ['http:a', 'https:a', false],
    ['urn:service:sos', 'urn:service:sos', true]
  ])('%s and %s: %s', (a, b, expected) => {
    expect(equal(a, b)).toBe(expected);
  });
});

test('RFC 3261 §19.1.4: every URI is equivalent to itself', () => {
  const part = fc.constantFrom(';a', ';x=%41', ';lr', ';ttl=1', ';maddr=[::1]', ';__proto__=x');
  const header = fc.constantFrom('To=sip:a', 'Subject=%22x%22', 'body=%00', 'X=', 'X=1');
  fc.assert(
    fc.property(fc.uniqueArray(part), fc.array(header), (parts, headers) => {
      const text = `sip:a@b${parts.join('')}${headers.length === 0 ? '' : '?'}${headers.join('&')}`;
      const reversed = `sip:a@b${parts.toReversed().join('')}${headers.length === 0 ? '' : '?'}${headers.toReversed().join('&')}`;
      expect(equal(text, text)).toBe(true);
      expect(equal(text, reversed)).toBe(true);
    })
  );
});

test('RFC 5118 §4.10: hosts', () => {
  expect(equalHosts('[::ffff:192.0.2.1]', '[0:0:0:0:0:FFFF:C000:0201]')).toBe(true);
  expect(equalHosts('[::1]', '[1::]')).toBe(false);
  expect(equalHosts('a', '[::1]')).toBe(false);
});
