import { describe, expect, test } from 'vitest';
import { makeField } from '../../../src/message/field.ts';
import { referredBy } from '../../../src/message/headers/referred-by.ts';
import { sipUri } from '../../../src/message/uri/uri.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 3892 §3: Referred-By', () => {
  test('an address and the body that proves it', () => {
    const value = read(referredBy, '"R" <sip:r@ref.example>;x=y;cid="20398823.2UWQFN309shb3@ref.example"');
    expect(value).toMatchObject({ displayName: 'R', cid: '20398823.2UWQFN309shb3@ref.example' });
    expect(value?.parameters).toEqual(Parameters.of(['x', 'y']));
  });
  test('written with the cid in quotes', () => {
    writes(referredBy, 'sip:r@ref.example;cid=1;x', '<sip:r@ref.example>;cid="1";x');
    writes(referredBy, '<sip:r@ref.example>', '<sip:r@ref.example>');
  });
  refuses(
    referredBy,
    '',
    'a',
    '<sip:a@b>;cid',
    '<sip:a@b>;cid=""',
    '<sip:a@b>;cid="\u00ff"',
    '<sip:a@b>;cid=a;cid=b',
    '<sip:a@b>,<sip:c@d>'
  );
  test('no cid ends its line or hides another', () => {
    const parts = { displayName: undefined, uri: sipUri('sip:a@b'), parameters: Parameters.none };
    expect(referredBy.format({ ...parts, cid: '1";x="2' })).toBe('<sip:a@b>;cid="1\\";x=\\"2"');
    expect(() => makeField('Referred-By', referredBy.format({ ...parts, cid: 'a\r\nX: y' }))).toThrow(UsageError);
    expect(() => referredBy.format({ ...parts, cid: '1', parameters: Parameters.of(['CID', '2']) })).toThrow(
      UsageError
    );
  });
});
