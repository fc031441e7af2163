import { describe, expect, test } from 'vitest';
import { errorInfo } from '../../../src/message/headers/error-info.ts';
import { readList, refuses, writes } from './reading.ts';

describe('RFC 3261 §20.18: Error-Info', () => {
  test('the example', () => {
    writes(errorInfo, '<sip:not-in-service-recording@atlanta.com>', '<sip:not-in-service-recording@atlanta.com>');
  });
  test('joined equals repeated', () => {
    const joined = readList(errorInfo, '<sip:not-in-service-recording@atlanta.com>;a=1 , <http://b/c,d>');
    expect(joined?.map(({ uri }) => uri.text)).toEqual(['sip:not-in-service-recording@atlanta.com', 'http://b/c,d']);
    expect(readList(errorInfo, '<sip:not-in-service-recording@atlanta.com>;a=1', '<http://b/c,d>')).toEqual(joined);
  });
  refuses(
    errorInfo,
    '',
    'sip:not-in-service-recording@atlanta.com',
    '<sip:not-in-service-recording@atlanta.com',
    'Bellcore-dr1',
    '<sip:not-in-service-recording@atlanta.com>,',
    '<sip:not-in-service-recording@atlanta.com> x'
  );
});
