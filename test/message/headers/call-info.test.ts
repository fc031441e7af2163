import { describe, expect, test } from 'vitest';
import { callInfo } from '../../../src/message/headers/call-info.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { parseUri } from '../../../src/message/uri/uri.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { readList, refuses, writes } from './reading.ts';

describe('RFC 3261 §20.9: Call-Info', () => {
  test('the example', () => {
    const values = readList(
      callInfo,
      '<http://wwww.example.com/alice/photo.jpg> ;purpose=icon, <http://www.example.com/alice/> ;purpose=Info'
    );
    expect(values?.map(({ uri, purpose }) => [uri.text, purpose])).toEqual([
      ['http://wwww.example.com/alice/photo.jpg', 'icon'],
      ['http://www.example.com/alice/', 'info']
    ]);
  });
  test('a purpose may be missing, and other parameters stay', () => {
    writes(callInfo, '<http://a>', '<http://a>');
    writes(callInfo, '<http://a>;m=1;Purpose = "CARD"', '<http://a>;purpose=card;m=1');
  });
  test('a purpose is a token, and no parameter besides', () => {
    const uri = parseUri('http://a');
    if (uri === undefined) throw new Error();
    expect(() => callInfo.format({ uri, purpose: 'a;b', parameters: Parameters.none })).toThrow(UsageError);
    expect(() => callInfo.format({ uri, purpose: 'a', parameters: Parameters.of(['purpose', 'b']) })).toThrow(
      UsageError
    );
  });
  refuses(callInfo, '', 'http://a', '<http://a>;purpose', '<http://a>;purpose=', '<http://a>;purpose="a b"');
});
