import { describe, expect, test } from 'vitest';
import { Fault } from '../../src/message/fault.ts';
import { accept } from '../../src/message/headers/accept.ts';
import { contact } from '../../src/message/headers/contact.ts';
import { via } from '../../src/message/headers/via.ts';
import type { Header } from '../../src/message/header.ts';
import { answerTo, sound, withLine, withLines } from './attack.ts';

const times = (count: number, line: string): string[] => Array.from({ length: count }, () => line);

describe('threat V6: too many fields and values', () => {
  test('256 fields pass, 257: 400', () => {
    expect(answerTo(withLines(...times(249, 'X: y')))).toBe('200');
    expect(answerTo(withLines(...times(250, 'X: y')))).toBe('400 refused');
    expect(answerTo(withLines(...times(5000, 'a:')))).toBe('400 refused');
  });
  test.each<[number, Header<unknown>, string]>([
    [70, via, 'SIP/2.0/UDP h'],
    [32, contact, '<sip:a@b>'],
    [32, accept, 'a/b']
  ])('%d values are read, one more is a fault: 400', (most, header, value) => {
    for (const lines of [
      (count: number) => times(count, `${header.name}: ${value}`),
      (count: number) => [`${header.name}: ${times(count, value).join(', ')}`]
    ]) {
      const make = (count: number): string =>
        header.name === 'Via' ? withLine('Via', ...lines(count)) : withLines(...lines(count));
      expect(sound(make(most)).all(header)).toHaveLength(most);
      const many = sound(make(most + 1)).all(header);
      expect(many).toBeInstanceOf(Fault);
      expect(many).toMatchObject({ code: 'too-large', status: 400 });
    }
  });
  test('5,000 values of a Via are a field too long: it is not read, and nobody knows where to answer', () => {
    expect(answerTo(withLine('Via', `Via: ${times(5000, 'SIP/2.0/UDP h').join(',')}`))).toBe('unreadable');
  });
});
