import { describe, expect, test } from 'vitest';
import * as characters from '../../src/syntax/characters.ts';

const alphanumeric = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const marks = "-_.!~*'()";

/** Every byte of a class. */
function members(classes: number): string {
  let text = '';
  for (let code = 0; code < 256; code++)
    if ((characters.classesOf(code) & classes) !== 0) text += String.fromCharCode(code);
  return text;
}
const sorted = (text: string): string => [...new Set(text)].sort().join('');

describe('§25.1: character classes', () => {
  test.each([
    ['token', characters.TOKEN, `${alphanumeric}-.!%*_+\`'~`],
    ['DIGIT', characters.DIGIT, '0123456789'],
    ['HEXDIG', characters.HEX, '0123456789ABCDEFabcdef'],
    ['ALPHA', characters.LETTER, alphanumeric.slice(10)],
    ['label', characters.LABEL, `${alphanumeric}-`],
    ['user', characters.USER, `${alphanumeric}${marks}&=+$,;?/`],
    ['password', characters.PASSWORD, `${alphanumeric}${marks}&=+$,`],
    ['paramchar', characters.PARAMETER, `${alphanumeric}${marks}[]/:&+$`],
    ['hname', characters.URI_HEADER, `${alphanumeric}${marks}[]/?:+$`],
    ['uric', characters.URI, `${alphanumeric}${marks};/?:@&=+$,[]`],
    ['word', characters.WORD, `${alphanumeric}-.!%*_+\`'~()<>:\\"/[]?{}`],
    ['scheme', characters.SCHEME, `${alphanumeric}+-.`],
    ['WSP', characters.BLANK, '\t ']
  ])('%s', (_name, classes, expected) => {
    expect(members(classes)).toBe(sorted(expected));
  });

  test('a character that is no byte is in no class', () => {
    expect(characters.classesOf(0x100)).toBe(0);
    expect(characters.classesOf(0x161)).toBe(0);
  });
});

test('§25.1: isAll wants at least one character, and all of them in the class', () => {
  expect(characters.isAll('', characters.TOKEN)).toBe(false);
  expect(characters.isAll('INVITE', characters.TOKEN)).toBe(true);
  expect(characters.isAll('INVI TE', characters.TOKEN)).toBe(false);
});

test('§7.3.1: trimSpace takes SP and HTAB away, and no other white space', () => {
  expect(characters.trimSpace(' \t a b\t ')).toBe('a b');
  expect(characters.trimSpace('x  y  ', 1, 5)).toBe('y');
  expect(characters.trimSpace('   ')).toBe('');
  expect(characters.trimSpace('\u00a0\v')).toBe('\u00a0\v');
});
