import { describe, expect, test } from 'vitest';
import { isSipUri, parseUri, sipUri } from '../../../src/message/uri/uri.ts';
import { UsageError } from '../../../src/message/usage-error.ts';

describe('§25.1: absoluteURI', () => {
  test.each([
    ['tel:no-number', 'tel'],
    ['mailto:watson@bell-telephone.com', 'mailto'],
    ['HTTP://wwww.example.com/a%20b?c=d', 'http'],
    ['soap.beep://192.0.2.103:3002', 'soap.beep'],
    ['nobodyKnowsThisScheme:totallyopaquecontent', 'nobodyknowsthisscheme'],
    ['urn:service:sos', 'urn'],
    ['sipx:a@b c'.slice(0, 8), 'sipx'],
    ['a1+-.:x', 'a1+-.']
  ])('%s', (text, scheme) => {
    const uri = parseUri(text);
    expect(uri).toEqual({ scheme, text });
    expect(uri !== undefined && isSipUri(uri)).toBe(false);
  });
  test.each([
    '',
    ':',
    'a',
    'a:',
    ':a',
    '1a:b',
    '-a:b',
    'a_b:c',
    'a:b c',
    'a:<b>',
    'a:"',
    'a:b#c',
    'a:%4',
    'a:\u00e4',
    'tel:+1\r\nX:y'
  ])('not %j', (text) => {
    expect(parseUri(text)).toBeUndefined();
  });
});

describe('sipUri', () => {
  test('takes sip and sips', () => {
    expect(sipUri('sip:a@b').user).toBe('a');
    expect(sipUri('sips:a@b').scheme).toBe('sips');
  });
  test.each(['tel:+1', 'a@b', 'sip:a@b\r\nX-Evil: 1', 'sip:a\u010d\u010a@b'])(
    '%j is a mistake of the caller',
    (text) => {
      expect(() => sipUri(text)).toThrow(UsageError);
      expect(() => sipUri(text)).toThrow(expect.objectContaining({ code: 'ERR_SIP_INVALID_URI' }));
    }
  );
});
