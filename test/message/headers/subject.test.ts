import { describe, expect, test } from 'vitest';
import { subject } from '../../../src/message/headers/subject.ts';
import { encodeUtf8 } from '../../../src/syntax/utf8.ts';
import { invite, request, withLine } from '../samples.ts';
import { read, refuses } from './reading.ts';

describe('RFC 3261 §20.36: Subject', () => {
  test('the examples, long and compact', () => {
    expect(read(subject, 'Need more boxes')).toBe('Need more boxes');
    const message = request(invite.replace('\nContent-Length', '\ns: Tech Support\nContent-Length'));
    expect(message.one(subject)).toBe('Tech Support');
  });
  test('§7.3.1: a folded one is one line', () => {
    const folded = request(
      withLine('Content-Length', "Subject: I know you're there,\n   pick up the phone\nContent-Length: 3")
    );
    expect(folded.one(subject)).toBe("I know you're there, pick up the phone");
  });
  test('may be empty, and is UTF-8', () => {
    expect(read(subject, '')).toBe('');
    expect(read(subject, encodeUtf8('Käse'))).toBe('Käse');
  });
  refuses(subject, 'K\u00e4se');
});
