import { describe, expect, test } from 'vitest';
import { answerTo, options, response, withLine } from './attack.ts';

const methods = 'INVITE OPTIONS BYE CANCEL REGISTER PRACK SUBSCRIBE NOTIFY PUBLISH INFO REFER MESSAGE UPDATE FOO'.split(
  ' '
);

describe('threat V1: a field that every message needs is missing (§8.1.1)', () => {
  describe.each(methods)('%s', (method) => {
    test.each(['To', 'From', 'Call-ID', 'CSeq'])('without %s: 400', (name) => {
      expect(answerTo(withLine(name).replaceAll('OPTIONS', method))).toBe('400 refused');
    });
    test('without Via it can not be answered: dropped and counted', () => {
      expect(answerTo(withLine('Via').replaceAll('OPTIONS', method))).toBe('unreadable');
    });
  });
  test.each(['To', 'From', 'Call-ID', 'CSeq', 'Via'])('an ACK without %s is never answered', (name) => {
    expect(answerTo(withLine(name).replaceAll('OPTIONS', 'ACK'))).toBe('unreadable');
  });
  test.each(['To', 'From', 'Call-ID', 'CSeq', 'Via'])('a response without %s is dropped', (name) => {
    expect(answerTo(response.replace(new RegExp(`^${name}.*\n`, 'm'), ''))).toBe('unreadable');
  });
  test('nothing at all', () => {
    expect(answerTo('OPTIONS sip:bob@192.0.2.1 SIP/2.0\n\n')).toBe('unreadable');
    expect(answerTo(`${options.split('\n', 2).join('\n')}\n\n`)).toBe('400 refused');
  });
});
