import { describe, expect, test } from 'vitest';
import { formatMessage } from '../../src/message/format.ts';
import { textOf } from '../message/samples.ts';
import { answerTo, sound, withLines } from './attack.ts';

describe('threat V4: white space and control characters in front of the colon (§7.3.1)', () => {
  const spellings = ['X-Bypass-me:1', 'X-Bypass-me : 1', 'X-Bypass-me\t: 1', 'x-bypass-ME \t : 1', 'X-BYPASS-ME:\n 1'];
  test.each(spellings)('%j is one field with one name, for who filters and for who reads', (line) => {
    const message = sound(withLines(line));
    expect(message.field('x-bypass-me')?.value).toBe('1');
    expect(textOf(formatMessage(message.without('X-Bypass-Me')))).not.toMatch(/bypass/i);
    expect(textOf(formatMessage(message))).toContain(line.replace('\n', '\r\n'));
  });
  test('removing a field removes every spelling of it, and nothing else', () => {
    const message = sound(withLines(...spellings, 'X-Bypass-me2: 2'));
    expect(message.fieldsOf('X-Bypass-me')).toHaveLength(spellings.length);
    const left = textOf(formatMessage(message.without('X-Bypass-me')));
    expect(left.match(/bypass[^\r]*/gi)).toEqual(['Bypass-me2: 2']);
  });
  test.each([
    ['Contact', 'm : <sip:a@b>'],
    ['Contact', 'M\t:<sip:a@b>'],
    ['Content-Type', 'C : a/b'],
    ['Refer-To', 'r: <sip:a@b>']
  ])('a compact form is the %s it stands for: %j', (name, line) => {
    const message = sound(withLines(line));
    expect(message.fieldsOf(name)).toHaveLength(1);
    expect(textOf(formatMessage(message.without(name)))).not.toContain(line);
  });
  const controls = Array.from({ length: 33 }, (_, code) => String.fromCharCode(code)).filter(
    (character) => !'\t\n\r '.includes(character)
  );
  test.each([...controls, '\x7f', '\x80', '\xa0', '\xff'].map((character) => [character]))(
    'AST-2016-009: %j in front of the colon: 400',
    (character) => {
      const bytes = Uint8Array.from(withLines(`X-Bypass-me${character}: 1`).replaceAll('\n', '\r\n'), (one) =>
        one.charCodeAt(0)
      );
      expect(answerTo(bytes)).toBe('400 refused');
    }
  );
});
