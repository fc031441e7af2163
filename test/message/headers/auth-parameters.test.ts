import { describe, expect, test } from 'vitest';
import {
  formatAuthParameters,
  joinAuthParameters,
  parseAuthParameters,
  quoted,
  splitAuthParameters
} from '../../../src/message/headers/auth-parameters.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { Scanner } from '../../../src/syntax/scanner.ts';

const read = (text: string): Parameters | undefined => {
  const scanner = new Scanner(text);
  const parameters = parseAuthParameters(scanner);
  return scanner.atEnd() ? parameters : undefined;
};
const many = (count: number): string => Array.from({ length: count }, (_, i) => `p${i}=x`).join(', ');

describe('RFC 3261 §25.1: auth-param', () => {
  test('tokens and quoted strings, as written, names without case', () => {
    const parameters = read('Realm = "a, b\\"" ,nc=00000001,__proto__="",constructor=x');
    expect([...(parameters ?? [])]).toEqual([
      ['Realm', '"a, b\\""'],
      ['nc', '00000001'],
      ['__proto__', '""'],
      ['constructor', 'x']
    ]);
    expect(parameters?.get('REALM')).toBe('"a, b\\""');
  });
  test.each(['', 'a', 'a=', '=b', 'a=b,', 'a=b,,c=d', 'a="b', 'a=b;c=d', 'a=b c=d', 'a=1, A=2', 'a=sip:b@c', '"a"=b'])(
    '%j is malformed',
    (text) => {
      expect(read(text)).toBeUndefined();
    }
  );
  test('sixty-four are read, a thousand are not', () => {
    expect(read(many(64))?.size).toBe(64);
    expect(read(many(65))).toBeUndefined();
    expect(read(many(1000))).toBeUndefined();
  });
  test('the known ones are told apart and decoded, the rest stays as written', () => {
    const split = splitAuthParameters(read('A="\u00c3\u00a4", x="\u00ff"') as Parameters, ['a']);
    expect([...(split?.known ?? [])]).toEqual([['a', 'ä']]);
    expect(split?.others.get('x')).toBe('"\u00ff"');
    expect(splitAuthParameters(read('a="\u00ff"') as Parameters, ['a'])).toBeUndefined();
  });
  test('what is undefined is not written', () => {
    const joined = joinAuthParameters({ a: quoted('ä"'), b: quoted(undefined), c: 'd' }, Parameters.of(['e', 'f']));
    expect(formatAuthParameters(joined)).toBe('a="\u00c3\u00a4\\"", c=d, e=f');
  });
  test.each([
    ['a', 'b, c=d'],
    ['a', 'b c'],
    ['a', '"b", c="d"'],
    ['a', '"b'],
    ['a', ''],
    ['a b', 'c'],
    ['a=b, c', 'd']
  ])('no value can say more than itself: %j %j', (name, value) => {
    expect(() => formatAuthParameters(Parameters.of([name, value]))).toThrow(UsageError);
  });
  test('nor can one come twice, or none at all', () => {
    expect(() => formatAuthParameters(Parameters.of(['a', 'b'], ['A', 'c']))).toThrow(UsageError);
    expect(() => formatAuthParameters(Parameters.none)).toThrow(UsageError);
  });
});
