import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hasDuplicates,
  isTokenIn,
  mostParameters,
  Parameters,
  parseParameter,
  parseParameters
} from '../../src/syntax/parameters.ts';
import { Scanner } from '../../src/syntax/scanner.ts';

function read(text: string): Parameters | undefined {
  const scanner = new Scanner(text);
  const parameters = parseParameters(scanner);
  return scanner.atEnd() ? parameters : undefined;
}

describe('§25.1: generic-param', () => {
  test.each([
    ['', []],
    [';lr', [['lr', '']]],
    [
      ';a=b;c',
      [
        ['a', 'b'],
        ['c', '']
      ]
    ],
    [' ;\ta = b ', undefined],
    [' ;\ta = b', [['a', 'b']]],
    [';a="b;c,d"', [['a', '"b;c,d"']]],
    [';a=[::1]', [['a', '[::1]']]],
    [';received=2001:db8::9:255', [['received', '2001:db8::9:255']]],
    [
      ';received=::1;x',
      [
        ['received', '::1'],
        ['x', '']
      ]
    ],
    [';received=::ffff:192.0.2.1', [['received', '::ffff:192.0.2.1']]],
    [';a=', undefined],
    [';=a', undefined],
    [';', undefined],
    [';a;', undefined],
    [';a="b', undefined],
    [';a=b:c', undefined],
    [';a=1:2', undefined],
    [';a=[1]', undefined]
  ])('%j', (text, pairs) => {
    expect(read(text)?.size).toBe(pairs?.length);
    if (pairs !== undefined) expect([...(read(text) ?? [])]).toEqual(pairs);
  });

  test('§7.3.1: "any given parameter-name MUST NOT appear more than once", in whatever case', () => {
    expect(read(';a;b;A')).toBeUndefined();
    const many = Array.from({ length: 30 }, (_, i) => `;p${String(i)}`).join('');
    expect(read(many)?.size).toBe(30);
    expect(read(`${many};P7`)).toBeUndefined();
  });

  test('a value has at most 256 parameters', () => {
    const many = (count: number): string => Array.from({ length: count }, (_, i) => `;p${String(i)}`).join('');
    expect(mostParameters).toBe(256);
    expect(read(many(256))?.size).toBe(256);
    expect(read(many(257))).toBeUndefined();
  });

  test('§7.3.1: eight thousand names are compared in linear time', () => {
    let lookups = 0;
    const names = Array.from({ length: 8000 }, (_, i) => [`p${String(i)}`, '']).flat();
    const counting = new Proxy(names, {
      get(target, key) {
        lookups++;
        return Reflect.get(target, key) as unknown;
      }
    });
    expect(hasDuplicates(counting)).toBe(false);
    expect(lookups).toBeLessThan(4 * names.length);
  });
});

describe('an immutable list', () => {
  const list = Parameters.of(['branch', 'z9hG4bK1'], ['rport', '']);

  test('§7.3.1: names have no case', () => {
    expect(list.get('BRANCH')).toBe('z9hG4bK1');
    expect(list.get('rport')).toBe('');
    expect(list.get('ttl')).toBeUndefined();
    expect(list.has('Rport')).toBe(true);
    expect(list.has('ttl')).toBe(false);
  });
  test('with sets in the old place, else last; without takes away; neither changes the list', () => {
    expect(list.with('Branch', 'x').toString()).toBe(';branch=x;rport');
    expect(list.with('ttl', '1').toString()).toBe(';branch=z9hG4bK1;rport;ttl=1');
    expect(list.without('BRANCH').toString()).toBe(';rport');
    expect(list.without('ttl')).toBe(list);
    expect(list.toString()).toBe(';branch=z9hG4bK1;rport');
  });
  test('every asks a rule until it does not hold', () => {
    const asked: string[] = [];
    const rule = (name: string, value: string): boolean => {
      asked.push(`${name} ${value}`);
      return value !== '';
    };
    expect(Parameters.of(['a', '1'], ['b', ''], ['c', '2']).every(rule)).toBe(false);
    expect(asked).toEqual(['a 1', 'b ']);
    expect(Parameters.none.every(rule)).toBe(true);
  });
  test('§25.1: whether a value is a token, known from reading or not', () => {
    expect(isTokenIn(list, undefined)).toBe(true);
    for (const [parameters, value, expected] of [
      [read(';a=b'), 'b', true],
      [read(';a'), '', false],
      [read(';a="b"'), '"b"', false],
      [read(';a="b";c=d'), 'd', true],
      [list, 'z9hG4bK1', true],
      [list, '', false]
    ] as const)
      expect(parameters !== undefined && isTokenIn(parameters, value)).toBe(expected);
  });
  test('a name is only a name, whatever Object.prototype has under it', () => {
    const named = Parameters.of(['__proto__', '1'], ['constructor', '2']);
    expect(named.get('constructor')).toBe('2');
    expect(named.get('toString')).toBeUndefined();
    expect(read(named.toString())?.toString()).toBe(';__proto__=1;constructor=2');
  });
  test('what is written reads back', () => {
    const token = fc.stringMatching(/^[a-zA-Z0-9.!%*_+`'~-]{1,12}$/);
    const pair = fc.tuple(token, fc.oneof(token, fc.constant('')));
    fc.assert(
      fc.property(fc.uniqueArray(pair, { selector: ([name]) => name.toLowerCase(), maxLength: 20 }), (pairs) => {
        const parameters = Parameters.of(...pairs);
        expect([...(read(parameters.toString()) ?? [])]).toEqual(pairs);
      })
    );
  });
});

describe('§25.1: one generic-param', () => {
  test.each([
    [';a=b;c', ['a', 'b'], ';c'],
    [' ; a', ['a', ''], ''],
    [';a="b', undefined, undefined],
    [';=b', undefined, undefined],
    ['a=b', undefined, undefined]
  ])('%j', (text, expected, rest) => {
    const scanner = new Scanner(text);
    expect(parseParameter(scanner)).toEqual(expected);
    if (rest !== undefined) expect(text.slice(scanner.position)).toBe(rest);
  });
});
