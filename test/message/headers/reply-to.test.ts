import { describe, expect, test } from 'vitest';
import { replyTo } from '../../../src/message/headers/reply-to.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 3261 §20.31: Reply-To', () => {
  test('the example', () => {
    expect(read(replyTo, 'Bob <sip:bob@biloxi.com>')).toMatchObject({
      displayName: 'Bob',
      uri: { text: 'sip:bob@biloxi.com' }
    });
    writes(replyTo, 'sip:bob@biloxi.com;a=b', '<sip:bob@biloxi.com>;a=b');
  });
  refuses(replyTo, '', 'Bob', 'sip:a@b?c=d', '<sip:a@b>, <sip:c@d>', '<sip:a@b');
});
