import { describe, test } from 'vitest';
import { callId } from '../../../src/message/headers/call-id.ts';
import { refuses, writes } from './reading.ts';

describe('§20.8: Call-ID', () => {
  test.each([
    'f81d4fae-7dec-11d0-a765-00a0c91e6bf6@biloxi.com',
    'a84b4c76e66710',
    '-.!%*_+`\'~()<>:\\"/[]?{}@x',
    'wsinv.ndaksdj@192.0.2.1',
    '(\\"'
  ])('%s', (text) => {
    writes(callId, text, text);
  });
  refuses(callId, '', '@', 'a@', '@b', 'a@b@c', 'a b', 'a;b', 'a,b', 'a=b', '\u00e4');
});
