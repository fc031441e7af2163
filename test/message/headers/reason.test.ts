import { describe, expect, test } from 'vitest';
import { makeField } from '../../../src/message/field.ts';
import { reason } from '../../../src/message/headers/reason.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { encodeUtf8 } from '../../../src/syntax/utf8.ts';
import { read, readList, refuses, writes } from './reading.ts';

describe('RFC 3326 §2: Reason', () => {
  test('values of several protocols', () => {
    expect(readList(reason, 'SIP ;cause=200 ;text="Call completed elsewhere"', 'Q.850;cause=16;x=y')).toEqual([
      { protocol: 'SIP', cause: 200, text: 'Call completed elsewhere', parameters: Parameters.none },
      { protocol: 'Q.850', cause: 16, text: undefined, parameters: Parameters.of(['x', 'y']) }
    ]);
  });
  test('text is read as people read it, and written so that it reads the same', () => {
    expect(read(reason, encodeUtf8('SIP;text="\\"Jürgen\\", 😀"'))?.text).toBe('"Jürgen", 😀');
    writes(reason, 'SIP;text=Terminated;cause=0580', 'SIP;cause=580;text="Terminated"');
    writes(reason, 'SIP;text', 'SIP;text=""');
    writes(reason, 'preemption', 'preemption');
  });
  refuses(
    reason,
    '',
    ';cause=1',
    '"SIP"',
    'SIP;cause',
    'SIP;cause=a',
    'SIP;cause=-1',
    'SIP;cause=4294967296',
    'SIP;text="\u00ff"',
    'SIP;text="a',
    'SIP;cause=1;cause=2',
    'SIP,'
  );
  test('nothing hides in protocol, cause or text', () => {
    const parts = { protocol: 'SIP', cause: 200, text: undefined, parameters: Parameters.none };
    expect(() => reason.format({ ...parts, protocol: 'SIP;cause=1' })).toThrow(UsageError);
    expect(() => reason.format({ ...parts, cause: -1 })).toThrow(UsageError);
    expect(reason.format({ ...parts, text: 'a";x="b' })).toBe('SIP;cause=200;text="a\\";x=\\"b"');
    expect(() => makeField('Reason', reason.format({ ...parts, text: 'a\r\nX: y' }))).toThrow(UsageError);
  });
});
