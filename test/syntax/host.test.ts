import { describe, expect, test } from 'vitest';
import {
  formatHostPort,
  hostOf,
  isIpv4,
  isIpv6,
  parseHost,
  parseHostPort,
  parsePort,
  withoutBrackets
} from '../../src/syntax/host.ts';
import { Scanner } from '../../src/syntax/scanner.ts';

function host(text: string): string | undefined {
  const scanner = new Scanner(text);
  const value = parseHost(scanner);
  return scanner.atEnd() ? value : undefined;
}

describe('§25.1: hostname and IPv4address', () => {
  test.each(['atlanta.com', 'atlanta.com.', 'a', 'A1-b.c2', '1.2.3.4.com', '3com.example', 'xn--bcher-kva.example'])(
    '%s',
    (text) => {
      expect(host(text)).toBe(text);
    }
  );
  test.each(['0.0.0.0', '192.0.2.1', '255.255.255.255', '010.001.000.009'])('%s', (text) => {
    expect(host(text)).toBe(text);
    expect(isIpv4(text)).toBe(true);
  });
  test.each([
    '',
    '.',
    '.com',
    'a..b',
    'a.-b',
    '-a',
    'a-',
    'a-.b',
    'a.b..',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.4.',
    '256.0.0.1',
    '1.2.3.0004',
    '1.2.3.4a.5',
    'a_b',
    'a%41',
    '[::1',
    '[]',
    'a b'
  ])('not %j', (text) => {
    expect(host(text)).toBeUndefined();
  });
});

describe('RFC 5954 §4.1: IPv6address', () => {
  test.each([
    '::',
    '::1',
    '1::',
    '1:2:3:4:5:6:7:8',
    '2001:db8::10',
    '2001:db8::10:5070',
    '::ffff:192.0.2.1',
    '1:2:3:4:5:6:192.0.2.1',
    'fe80::abcd:EF01',
    '1:2:3:4:5:6:7::'
  ])('%s', (text) => {
    expect(isIpv6(text)).toBe(true);
    expect(host(`[${text}]`)).toBe(`[${text}]`);
  });
  test.each([
    '',
    ':',
    ':::',
    '1',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '1::2::3',
    ':1::2',
    '12345::',
    'g::',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '::1.2.3',
    '::256.0.0.1',
    '1.2.3.4',
    `::${'0'.repeat(60)}`
  ])('not %j', (text) => {
    expect(isIpv6(text)).toBe(false);
    expect(host(`[${text}]`)).toBeUndefined();
  });
  test('a bracket that closes behind the end of the scanner closes nothing', () => {
    expect(parseHost(new Scanner('[::1]', 0, 4))).toBeUndefined();
  });
});

describe('RFC 5118 §4.10: three colons', () => {
  test('before an IPv4 tail they are read as two', () => {
    expect(host('[2001:db8:::192.0.2.1]')).toBe('[2001:db8::192.0.2.1]');
  });
  test.each(['[2001:db8:::1]', '[2001:::db8:192.0.2.1]', '[::::192.0.2.1]'])('elsewhere they are none: %s', (text) => {
    expect(host(text)).toBeUndefined();
  });
});

describe('§25.1: port', () => {
  test.each([
    ['5060', 5060],
    ['0', 0],
    ['005060', 5060],
    ['65535', 65535],
    ['65536', undefined],
    ['4294972356', undefined],
    ['99999999999', undefined],
    ['-1', undefined],
    ['', undefined]
  ])('%j is %s', (text, port) => {
    expect(parsePort(new Scanner(text))).toBe(port);
  });
});

describe('§25.1: hostport', () => {
  test('white space around the colon is for sent-by only', () => {
    expect(parseHostPort(new Scanner('a : 1'), true)).toEqual({ host: 'a', port: 1 });
    expect(parseHostPort(new Scanner('a : 1'), false)).toEqual({ host: 'a', port: undefined });
  });
  test('a colon without a port is refused', () => {
    expect(parseHostPort(new Scanner('a:'), false)).toBeUndefined();
    expect(parseHostPort(new Scanner(':1'), false)).toBeUndefined();
  });
  test('RFC 5118 §4.3: all of [2001:db8::10:5070] is address', () => {
    expect(parseHostPort(new Scanner('[2001:db8::10:5070]'), false)).toEqual({
      host: '[2001:db8::10:5070]',
      port: undefined
    });
  });
  test('is written as it is read', () => {
    expect(formatHostPort({ host: '[::1]', port: 5060 })).toBe('[::1]:5060');
    expect(formatHostPort({ host: 'a', port: undefined })).toBe('a');
  });
  test('brackets come and go', () => {
    expect(withoutBrackets('[::1]')).toBe('::1');
    expect(withoutBrackets('192.0.2.1')).toBe('192.0.2.1');
    expect(hostOf('::1')).toBe('[::1]');
    expect(hostOf('192.0.2.1')).toBe('192.0.2.1');
  });
});

describe('§25.1: what is nearly an address', () => {
  test.each([
    '1x2x3x4',
    '1..2.3',
    '1...2',
    '...1',
    '.1.2.3',
    '1.2.3.',
    '1.2.3',
    '1.2.3.4.',
    '1.2.3.256',
    '1.2.3.0004',
    ''
  ])('%j is no IPv4address', (text) => {
    expect(isIpv4(text)).toBe(false);
  });
  test.each(['[', '[]', '[::', '[]::1', `[${'1'.repeat(60)}]`, '[1:2:3:4:5:6:7:8:9]', '[:::]', '[1:::2]'])(
    '%j is no IPv6reference',
    (text) => {
      expect(host(text)).toBeUndefined();
    }
  );
  test('the longest address', () => {
    const longest = 'abcd:abcd:abcd:abcd:abcd:abcd:192.168.100.100';
    expect(longest).toHaveLength(45);
    expect([isIpv6(longest), isIpv6(`${longest}0`), host(`[${longest}]`)]).toEqual([true, false, `[${longest}]`]);
  });
  test.each(['1::2:3:4:5:6:7:8', '::1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::8', '1::2::3'])(
    '%s has too many groups',
    (text) => {
      expect(isIpv6(text)).toBe(false);
    }
  );
  test('RFC 5118 §4.10: three colons, only just before an IPv4 address, at the beginning too', () => {
    expect([host('[:::192.0.2.1]'), host('[2001:db8:::192.0.2.1]')]).toEqual([
      '[::192.0.2.1]',
      '[2001:db8::192.0.2.1]'
    ]);
    expect([host('[2001:::db8]'), host('[2001:::1:192.0.2.1]')]).toEqual([undefined, undefined]);
  });
});
