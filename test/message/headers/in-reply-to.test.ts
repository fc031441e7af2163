import { describe, expect, test } from 'vitest';
import { inReplyTo } from '../../../src/message/headers/in-reply-to.ts';
import { readList, refuses, writes } from './reading.ts';

describe('RFC 3261 §20.21: In-Reply-To', () => {
  test('the example, joined and repeated', () => {
    const wanted = ['70710@saturn.bell-tel.com', '17320@saturn.bell-tel.com'];
    expect(readList(inReplyTo, wanted.join(', '))).toEqual(wanted);
    expect(readList(inReplyTo, ...wanted)).toEqual(wanted);
    writes(inReplyTo, 'a<>"b@c', 'a<>"b@c');
  });
  refuses(inReplyTo, '', '@', 'a@', 'a@b@c', 'a b', 'a,');
});
