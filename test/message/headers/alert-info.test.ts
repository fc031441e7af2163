import { describe, expect, test } from 'vitest';
import { alertInfo } from '../../../src/message/headers/alert-info.ts';
import { readList, refuses, writes } from './reading.ts';

describe('RFC 3261 §20.4: Alert-Info', () => {
  test('the example', () => {
    writes(alertInfo, '<http://www.example.com/sounds/moo.wav>', '<http://www.example.com/sounds/moo.wav>');
  });
  test('joined equals repeated', () => {
    const joined = readList(alertInfo, '<http://www.example.com/sounds/moo.wav>;a=1 , <http://b/c,d>');
    expect(joined?.map(({ uri }) => uri.text)).toEqual(['http://www.example.com/sounds/moo.wav', 'http://b/c,d']);
    expect(readList(alertInfo, '<http://www.example.com/sounds/moo.wav>;a=1', '<http://b/c,d>')).toEqual(joined);
  });
  refuses(
    alertInfo,
    '',
    'http://www.example.com/sounds/moo.wav',
    '<http://www.example.com/sounds/moo.wav',
    'Bellcore-dr1',
    '<http://www.example.com/sounds/moo.wav>,',
    '<http://www.example.com/sounds/moo.wav> x'
  );
});
