import { describe, expect, test } from 'vitest';
import { infoPackage } from '../../../src/message/headers/info-package.ts';
import { recvInfo } from '../../../src/message/headers/recv-info.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { readList, refuses, writes } from './reading.ts';

describe.each([
  ['RFC 6086 §7.2: Info-Package', infoPackage, undefined, undefined],
  ['RFC 6086 §7.3: Recv-Info', recvInfo, ['P', 'foo', 'bar'], []]
])('%s', (_title, header, several, empty) => {
  test('a package and its parameters, case kept', () => {
    writes(header, 'Foo ; x = "y"', 'Foo;x="y"');
  });
  test('whether there may be several, or none', () => {
    expect(readList(header, 'P, foo', 'bar;x')?.map(({ name }) => name)).toEqual(several);
    expect(readList(header, '')).toEqual(empty);
  });
  refuses(header, '"foo"', 'foo bar', 'foo;', 'foo;x;x', ';x', ',');
  test('only a token is a package', () => {
    expect(() => header.format({ name: 'a,b', parameters: Parameters.none })).toThrow(UsageError);
  });
});
