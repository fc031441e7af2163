import { describe, expect, test } from 'vitest';
import { warning } from '../../../src/message/headers/warning.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { encodeUtf8 } from '../../../src/syntax/utf8.ts';
import { read, readList, refuses, writes } from './reading.ts';

describe('RFC 3261 §20.43: Warning', () => {
  test('the examples, joined and repeated', () => {
    const first = `307 isi.edu "Session parameter 'foo' not understood"`;
    const second = `301 isi.edu "Incompatible network address type 'E.164'"`;
    const values = readList(warning, `${first}, ${second}`);
    expect(values).toEqual([
      { code: 307, agent: 'isi.edu', text: "Session parameter 'foo' not understood" },
      { code: 301, agent: 'isi.edu', text: "Incompatible network address type 'E.164'" }
    ]);
    expect(readList(warning, first, second)).toEqual(values);
    writes(warning, first, first);
  });
  test.each(['isi.edu:5060', '192.0.2.1:5060', '[2001:db8::1]', '[2001:db8::1]:5060', "a_pseudonym'"])(
    'from %s',
    (agent) => {
      writes(warning, `399\t${agent}  "a, b\\"c"`, `399 ${agent} "a, b\\"c"`);
    }
  );
  test('the text is UTF-8', () => {
    expect(read(warning, encodeUtf8('399 a "Käse"'))?.text).toBe('Käse');
    writes(warning, encodeUtf8('399 a "Käse"'), encodeUtf8('399 a "Käse"'));
  });
  test.each([
    { code: 99, agent: 'a', text: '' },
    { code: 1000, agent: 'a', text: '' },
    { code: 399.5, agent: 'a', text: '' },
    { code: 399, agent: 'a b', text: '' },
    { code: 399, agent: '', text: '' },
    { code: 399, agent: 'a:b', text: '' }
  ])('%j is not written', (value) => {
    expect(() => warning.format(value)).toThrow(UsageError);
  });
  refuses(
    warning,
    '',
    '99 a "b"',
    '3990 a "b"',
    '399a "b"',
    '399 a',
    '399 a"b"',
    '399 a b',
    '399 a:b "c"',
    '399 "b"',
    '399 a "b',
    '399 a "\u00ff"',
    '399 a "b" c'
  );
});
