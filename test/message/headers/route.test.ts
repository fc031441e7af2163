import { describe, expect, test } from 'vitest';
import { route } from '../../../src/message/headers/route.ts';
import { readList, refuses, writes } from './reading.ts';

describe('§20.34: Route', () => {
  test('comma-joined equals repeated', () => {
    const joined = readList(route, '<sip:server10.biloxi.com;lr>, <sip:bigbox3.site3.atlanta.com;lr>;x=y');
    expect(joined).toEqual(readList(route, '<sip:server10.biloxi.com;lr>', '<sip:bigbox3.site3.atlanta.com;lr>;x=y'));
    expect(joined?.map((value) => value.uri.text)).toEqual([
      'sip:server10.biloxi.com;lr',
      'sip:bigbox3.site3.atlanta.com;lr'
    ]);
  });
  test('a display name', () => {
    writes(route, 'P1 <sip:p1.example.com;lr>', '"P1" <sip:p1.example.com;lr>');
  });
  refuses(route, '', 'sip:p1.example.com;lr', '<sip:p1.example.com;lr', '<sip:a>,,<sip:b>', '<sip:a>,');
});
