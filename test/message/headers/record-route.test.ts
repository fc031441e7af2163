import { describe, expect, test } from 'vitest';
import { recordRoute } from '../../../src/message/headers/record-route.ts';
import { readList, refuses, writes } from './reading.ts';

describe('§20.30: Record-Route', () => {
  test('comma-joined equals repeated', () => {
    const joined = readList(recordRoute, '<sip:server10.biloxi.com;lr>, <sip:bigbox3.site3.atlanta.com;lr>;x=y');
    expect(joined).toEqual(
      readList(recordRoute, '<sip:server10.biloxi.com;lr>', '<sip:bigbox3.site3.atlanta.com;lr>;x=y')
    );
    expect(joined?.map((value) => value.uri.text)).toEqual([
      'sip:server10.biloxi.com;lr',
      'sip:bigbox3.site3.atlanta.com;lr'
    ]);
  });
  test('a display name', () => {
    writes(recordRoute, 'P1 <sip:p1.example.com;lr>', '"P1" <sip:p1.example.com;lr>');
  });
  refuses(recordRoute, '', 'sip:p1.example.com;lr', '<sip:p1.example.com;lr', '<sip:a>,,<sip:b>', '<sip:a>,');
});
