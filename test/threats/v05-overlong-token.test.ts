import { describe, expect, test } from 'vitest';
import { defaultMessageLimits, parseMessage } from '../../src/message/parse.ts';
import { bytesOf } from '../message/samples.ts';
import { answerTo, options, overStream, response, withLine, withLines } from './attack.ts';

const long = (length: number): string => 'x'.repeat(length);

describe('threat V5: tokens that do not end', () => {
  describe.each([600, 10_000, 60_000])('%d bytes', (length) => {
    test.each([
      ['a method', options.replaceAll('OPTIONS', long(length))],
      ['a method in CSeq', withLine('CSeq', `CSeq: 1 ${long(length)}`)],
      ['a From tag', withLine('From', `From: <sip:a@b>;tag=${long(length)}`)],
      ['a To tag', withLine('To', `To: <sip:a@b>;tag=${long(length)}`)],
      ['a Call-ID', withLine('Call-ID', `Call-ID: ${long(length)}`)]
    ])('%s: 400', (_name, message) => {
      expect(answerTo(message)).toBe('400 refused');
    });
  });
  test('a branch: 400; one that makes the field longer than a field may be is not read, and nobody knows where to answer', () => {
    const branch = (length: number): string =>
      withLine('Via', `Via: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK${long(length)}`);
    expect(answerTo(branch(505))).toBe('200');
    expect(answerTo(branch(506))).toBe('400 refused');
    expect(answerTo(branch(8000))).toBe('400 refused');
    expect(answerTo(branch(60_000))).toBe('unreadable');
  });
  test.each([2049, 8000, 60_000])('a Request-URI of %d bytes: 414', (length) => {
    expect(answerTo(options.replace('bob@192.0.2.1 SIP', `${long(length - 14)}@192.0.2.1 SIP`))).toBe('414 refused');
    expect(answerTo(options.replace('bob@192.0.2.1 SIP', `192.0.2.1;${long(length - 14)} SIP`))).toBe('414 refused');
    expect(answerTo(options.replace('sip:bob@192.0.2.1 SIP', `x:${long(length)} SIP`))).toBe('414 refused');
  });
  test('a field of 8 KiB passes, one byte more: 400', () => {
    expect(answerTo(withLines(`X: ${long(8189)}`))).toBe('200');
    expect(answerTo(withLines(`X: ${long(8190)}`))).toBe('400 refused');
  });
  test('a response with a long tag is dropped', () => {
    expect(answerTo(response.replace('tag=a', `tag=${long(600)}`))).toBe('unreadable');
  });
  test.each([1, 1000, Infinity])(
    'on a stream, a head of more than 64 KiB: closed, and nothing is kept (pieces of %d)',
    (piece) => {
      const lines = Array.from({ length: 10 }, () => `X: ${long(8000)}`);
      expect(overStream(withLines(...lines), piece)).toEqual(['unreadable close']);
    }
  );
  test('on a stream, a message of more than 256 KiB: 513 (or 400), and closed, before its body is there', () => {
    expect(overStream(options.replace('Length: 0', 'Length: 262145'))).toEqual([
      expect.stringMatching(/^(?:400|513) refused close$/)
    ]);
  });
  test('every limit is an option', () => {
    const limits = { line: 100_000, uri: 70_000, method: 70_000, fields: 1000, token: 70_000 };
    const message = withLines(...Array.from({ length: 300 }, () => 'X: y'))
      .replaceAll('OPTIONS', long(40_000))
      .replace('sip:bob', `sip:${long(40_000)}`);
    expect(parseMessage(bytesOf(message), { ...defaultMessageLimits, ...limits }).kind).toBe('request');
    expect(parseMessage(bytesOf(message)).kind).toBe('refused');
  });
});
