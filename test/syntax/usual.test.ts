import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameAddr, parseNameAddr } from '../../src/message/headers/name-addr.ts';
import { via } from '../../src/message/headers/via.ts';
import { parseStartLine } from '../../src/message/start-line.ts';
import { defaultMessageLimits } from '../../src/message/limits.ts';
import { parseHost } from '../../src/syntax/host.ts';
import { octetsOf } from '../../src/syntax/latin1.ts';
import { Scanner } from '../../src/syntax/scanner.ts';
import { match, usual, usualHost, usualToken } from '../../src/syntax/usual.ts';

describe('a usual form', () => {
  const form = usual(`(${usualToken});`);
  test('is matched where the scanner stands, and passed', () => {
    const scanner = new Scanner('a;bc;d', 2);
    expect(match(form, scanner)?.[1]).toBe('bc');
    expect(scanner.position).toBe(5);
  });
  test('is not looked for behind the cursor, nor behind the end', () => {
    for (const scanner of [new Scanner('a b;', 0), new Scanner('ab;', 0, 2)]) {
      expect(match(form, scanner)).toBeUndefined();
      expect(scanner.position).toBe(0);
    }
  });
});

test('§25.1: a usual host is one that the rules allow', () => {
  const whole = new RegExp(`^(?:${usualHost})$`);
  const part = fc.constantFrom('a', '1', '255', '256', '-', '--', '.', 'com', '01', 'Z9');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const text = parts.join('');
      const scanner = new Scanner(text);
      const host = parseHost(scanner);
      if (whole.test(text)) expect(host).toBe(text);
      else expect(host !== text || text.endsWith('.') || text === '').toBe(true);
    }),
    { numRuns: 2000 }
  );
});

/** Tokens that make up values, most of them sound. */
const pieces = fc.constantFrom(
  ...'Bob|"Bob \\"B\\" J"|"Bob"|""| |  |<|>|sip:|sips:|bob|a%20b|@|p1.example.com|192.0.2.1|[::1]|-a|:5060|:|:99999|;|lr'.split(
    '|'
  ),
  ...';lr|;transport=udp|;tag=1|;tag="1"|;TAG=2|;a=[::1]|=|?a=b|,|SIP/2.0/UDP |SIP/2.0/udp |sip / 2.0 / TLS |;branch=z9hG4bK1'.split(
    '|'
  ),
  ...';branch="x"|;rport|;rport=5060|;rport=x|;ttl=1|;ttl=256|;received=::1|;received=192.0.2.1|;maddr=h|\u00e4'.split(
    '|'
  )
);
const values = fc.oneof(
  fc.array(pieces, { maxLength: 10 }).map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('', 'Bob ', '"Bob" '), fc.array(pieces, { maxLength: 3 }))
    .map(([name, parts]) => `${name}<sip:bob@h>${parts.join('')}`),
  fc.array(pieces, { maxLength: 4 }).map((parts) => `SIP/2.0/UDP h${parts.join('')}`)
);

describe('what is read in its usual form is what the rules read', () => {
  /** No usual form ends before an `x` that is not part of the value: the rules have to read it. */
  const readBoth = (text: string, parse: (scanner: Scanner) => unknown): void => {
    const [usually, byRules] = ['', '\u0001'].map((behind) => {
      const scanner = new Scanner(text + behind, 0, text.length);
      const value = parse(scanner);
      return { value, rest: value === undefined ? '' : text.slice(scanner.position) };
    });
    expect(usually).toEqual(byRules);
  };
  test('name-addr', () => {
    fc.assert(
      fc.property(values, (text) => {
        readBoth(text, (scanner) => parseNameAddr(scanner));
      }),
      { numRuns: 3000 }
    );
  });
  test('Via', () => {
    fc.assert(
      fc.property(values, (text) => {
        readBoth(text, (scanner) => via.parse(scanner));
      }),
      { numRuns: 3000 }
    );
  });
  test('Request-Line', () => {
    const parts = fc.array(pieces, { maxLength: 5 }).map((all) => `sip:${all.join('')}`);
    fc.assert(
      fc.property(parts, (uri) => {
        // The version has no case, but its usual form is in upper case.
        const [usually, byRules] = ['SIP', 'sip'].map((version) => {
          const line = `INVITE ${uri} ${version}/2.0`;
          return parseStartLine(line, octetsOf(line), 0, line.length, defaultMessageLimits);
        });
        expect(usually).toEqual(byRules);
      }),
      { numRuns: 3000 }
    );
  });
});

test('the usual forms are read as their parts', () => {
  const scanner = new Scanner('"Bob" <sip:bob@h:1;lr>;tag=2');
  const address = parseNameAddr(scanner);
  expect(address).toMatchObject({
    displayName: 'Bob',
    uri: { user: 'bob', host: 'h', port: 1, text: 'sip:bob@h:1;lr' }
  });
  expect(address?.parameters.get('tag')).toBe('2');
  if (address !== undefined) expect(nameAddr(address.uri).parameters.size).toBe(0);
});
