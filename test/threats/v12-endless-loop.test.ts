import { describe, expect, test } from 'vitest';
import { readMultipart } from '../../src/message/index.ts';
import { Scanner } from '../../src/syntax/scanner.ts';
import { answerTo, headers, inviteWith, sound, withLine } from './attack.ts';

describe('threat V12: a loop that reads nothing', () => {
  test.each([',', ',,,', ' , , ', 'a,,b', 'a,', ';', ';;', '<>,<>', '"",""', '=,=', '%,%'])(
    'a list of nothing (%j): every reader ends, and a reader that finds a value has moved',
    (text) => {
      for (const header of headers) {
        const scanner = new Scanner(text);
        for (let turns = 0; turns <= text.length; turns++) {
          const before = scanner.position;
          if (header.parse(scanner) === undefined) break;
          expect(scanner.position, header.name).toBeGreaterThan(before);
          if (!scanner.separator(0x2c)) break;
        }
      }
    }
  );
  test.each([
    ['Via', ',,,'],
    ['To', ';;'],
    ['CSeq', ','],
    ['Call-ID', '@']
  ])('%s: %s: an answer, or a drop', (name, value) => {
    expect(answerTo(withLine(name, `${name}: ${value}`))).toMatch(/^(?:400 refused|unreadable)$/);
  });
  test.each(['', ';boundary', ';boundary=', ';boundary=""', ';boundary="x'])(
    'multipart/mixed%s without its boundary',
    (parameters) => {
      const message = inviteWith([`Content-Type: multipart/mixed${parameters}`], '--x\n\n');
      expect(answerTo(message)).toMatch(/^4(?:00|15)$/);
      expect(readMultipart(sound(message))).toMatchObject({ status: 400 });
    }
  );
});
