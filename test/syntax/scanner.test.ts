import { describe, expect, test } from 'vitest';
import { TOKEN, USER } from '../../src/syntax/characters.ts';
import { Scanner } from '../../src/syntax/scanner.ts';

const SEMICOLON = 0x3b;

describe('the cursor', () => {
  test('sees nothing behind its end', () => {
    const scanner = new Scanner('abc;def', 1, 3);
    expect(scanner.token()).toBe('bc');
    expect(scanner.peek()).toBe(-1);
    expect(scanner.atEnd()).toBe(true);
    expect(scanner.take(SEMICOLON)).toBe(false);
    expect(scanner.separator(SEMICOLON)).toBe(false);
    expect(scanner.token()).toBeUndefined();
    expect(scanner.since(1)).toBe('bc');
  });

  test('§25.1: SEMI has white space on both sides', () => {
    const scanner = new Scanner('a \t; b');
    scanner.token();
    expect(scanner.separator(SEMICOLON)).toBe(true);
    expect(scanner.token()).toBe('b');
  });

  test('§25.1: a separator that is not there moves nothing', () => {
    const scanner = new Scanner('a  b', 1);
    expect(scanner.separator(SEMICOLON)).toBe(false);
    expect(scanner.position).toBe(1);
  });
});

test('aimed at another stretch it reads that and nothing behind it', () => {
  const scanner = new Scanner('a sip:b', 0, 1);
  expect(scanner.token()).toBe('a');
  expect(scanner.aim(2, 5).token()).toBe('sip');
  expect(scanner.atEnd()).toBe(true);
});

test('a character that is no byte is in no class, whatever its low bits', () => {
  const scanner = new Scanner('a\u0161\u013b');
  expect(scanner.token()).toBe('a');
  expect(scanner.peek()).toBe(0xff);
});

describe('§25.1: 1*DIGIT', () => {
  test.each([
    ['0', 10, 0],
    ['0009', 10, 9],
    ['4294967295', 10, 4294967295],
    ['12345678901', 10, undefined],
    ['00000000000', 10, undefined],
    ['', 10, undefined],
    ['-1', 10, undefined],
    ['+5', 10, undefined],
    ['256', 2, undefined]
  ])('%j of at most %i digits is %s', (text, digits, value) => {
    const scanner = new Scanner(text);
    expect(scanner.number(digits)).toBe(value);
    if (value === undefined) expect(scanner.position).toBe(0);
  });
  test('0x10 is 0 and something behind it', () => {
    const scanner = new Scanner('0x10');
    expect(scanner.number(10)).toBe(0);
    expect(scanner.atEnd()).toBe(false);
  });
});

describe('§25.1: quoted-string', () => {
  test.each([
    ['"a b" c', '"a b"'],
    ['"a\\"b"', '"a\\"b"'],
    ['"a\\\\"', '"a\\\\"'],
    ['""', '""'],
    ['"\\\0"', '"\\\0"'],
    ['a"', undefined],
    ['"a', undefined],
    ['"a\\"', undefined],
    ['"a\\', undefined],
    ['', undefined]
  ])('%j begins with %j', (text, quoted) => {
    const scanner = new Scanner(text);
    expect(scanner.quotedString()).toBe(quoted);
    expect(scanner.position).toBe(quoted?.length ?? 0);
  });
});

describe('§25.1: escaped', () => {
  test.each([
    ['a%20b@', 'a%20b'],
    ['%41', '%41'],
    ['a%2', 'a'],
    ['a%', 'a'],
    ['a%g0', 'a'],
    ['a%0g', 'a'],
    ['%', undefined]
  ])('%j begins with %j', (text, run) => {
    expect(new Scanner(text).runEscaped(USER)).toBe(run);
  });
  test('an escape that ends behind the end of the scanner is none', () => {
    expect(new Scanner('a%20', 0, 3).runEscaped(USER)).toBe('a');
  });
  test('in a token the percent sign is a character like others', () => {
    expect(new Scanner('C%6Fntact').run(TOKEN)).toBe('C%6Fntact');
  });
});
