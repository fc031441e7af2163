import { describe, expect, test } from 'vitest';
import { diversion } from '../../../src/message/headers/diversion.ts';
import { sipUri } from '../../../src/message/uri/uri.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { readList, refuses, writes } from './reading.ts';

const absent = { reason: undefined, counter: undefined, limit: undefined, privacy: undefined, screen: undefined };

describe('RFC 5806 §4: Diversion', () => {
  test('who diverted, why and how often', () => {
    const values = readList(
      diversion,
      '<sip:+19195551002@gw.example>;reason=user-busy;privacy="full";counter=4;limit=05;screen=no;x=y, sip:a@b'
    );
    expect(values).toMatchObject([
      {
        reason: 'user-busy',
        counter: 4,
        limit: 5,
        privacy: 'full',
        screen: 'no',
        parameters: Parameters.of(['x', 'y'])
      },
      absent
    ]);
  });
  test('what is not as the grammar wants it is passed over', () => {
    expect(readList(diversion, '<sip:a@b>;counter=100;limit=x;reason;screen="\u00ff";privacy=""')).toMatchObject([
      absent
    ]);
    expect(readList(diversion, `<sip:a@b>;counter=${'9'.repeat(5000)}`)).toMatchObject([absent]);
  });
  test('written as it is read', () => {
    writes(
      diversion,
      '"A" <sip:a@b>;x;limit=0;counter=1;reason="a b"',
      '"A" <sip:a@b>;reason="a b";counter=1;limit=0;x'
    );
  });
  test('an IPv6 reference is no token: it is quoted', () => {
    writes(diversion, '<sip:a@b>;reason="[::1]"', '<sip:a@b>;reason="[::1]"');
  });
  refuses(diversion, '', 'a', '<sip:a@b>;', '<sip:a@b>;counter=1;counter=2', '<sip:a@b>,');
  test('nothing hides in the words, no number is out of bounds', () => {
    const parts = { displayName: undefined, uri: sipUri('sip:a@b'), ...absent, parameters: Parameters.none };
    expect(diversion.format({ ...parts, reason: 'a;b', screen: 'yes' })).toBe('<sip:a@b>;reason="a;b";screen=yes');
    expect(() => diversion.format({ ...parts, counter: 100 })).toThrow(UsageError);
    expect(() => diversion.format({ ...parts, limit: -1 })).toThrow(UsageError);
  });
});
