import { describe, expect, test } from 'vitest';
import { canonicalNameAt } from '../../src/message/headers/registry.ts';
import { FieldCursor } from '../../src/message/split.ts';
import { Scanner } from '../../src/syntax/scanner.ts';
import { contact } from '../../src/message/headers/contact.ts';
import { retryAfter } from '../../src/message/headers/retry-after.ts';
import { route } from '../../src/message/headers/route.ts';
import { supported } from '../../src/message/headers/supported.ts';
import { timestamp } from '../../src/message/headers/timestamp.ts';
import { to } from '../../src/message/headers/to.ts';
import { via } from '../../src/message/headers/via.ts';
import type { Header } from '../../src/message/header.ts';
import { rawBytes } from './samples.ts';

/** A text and its bytes that count how often one of their characters is looked at, as the rules do it. */
function counting(text: string): { text: string; bytes: Uint8Array; looks: () => number } {
  let looks = 0;
  const counted = {
    length: text.length,
    charCodeAt(at: number): number {
      looks++;
      return text.charCodeAt(at);
    },
    slice(from: number, to: number): string {
      looks += to - from;
      return text.slice(from, to);
    },
    indexOf(what: string, from: number): number {
      const at = text.indexOf(what, from);
      looks += (at < 0 ? text.length : at) - from;
      return at;
    },
    includes(what: string): boolean {
      looks += text.length;
      return text.includes(what);
    }
  };
  const bytes = new Proxy(rawBytes(text), {
    get(target, key) {
      looks++;
      return Reflect.get(target, key, target) as unknown;
    }
  });
  return { text: counted as unknown as string, bytes, looks: () => looks };
}

function cost(run: (text: string, bytes: Uint8Array) => unknown, text: string): number {
  const counted = counting(text);
  run(counted.text, counted.bytes);
  return counted.looks();
}

/** Looking at a text of twice the length costs at most a little more than twice as much, and never much more than its length. */
function expectLinear(run: (text: string, bytes: Uint8Array) => unknown, make: (n: number) => string): void {
  const [one, two] = [4000, 8000].map((n) => cost(run, make(n))) as [number, number];
  expect(two / one).toBeLessThan(2.1);
  expect(two / make(8000).length).toBeLessThan(12);
}

const values =
  (header: Header<unknown>) =>
  (text: string, bytes: Uint8Array): void => {
    const scanner = new Scanner(text, 0, text.length, bytes);
    do header.parse(scanner);
    while (scanner.separator(0x2c));
  };

describe('every character is looked at a bounded number of times', () => {
  test.each<[string, Header<unknown>, (n: number) => string]>([
    ['white space before a sent-by', via, (n) => `SIP/2.0/UDP${' '.repeat(n)}`],
    ['white space around slashes', via, (n) => `SIP${' '.repeat(n)}/${' '.repeat(n)}2.0`],
    ['white space behind a display name', to, (n) => `"Bob"${' '.repeat(n)}<`],
    ['white space in a display name', to, (n) => `a ${'b '.repeat(n)}<`],
    ['white space before a parameter', to, (n) => `<sip:a@b>${' '.repeat(n)};`],
    [';a', to, (n) => `<sip:a@b>${';a'.repeat(n)}`],
    [
      'parameters',
      to,
      (n) => `<sip:a@b>${Array.from({ length: n }, (_, i) => `;p${String(i).padStart(6, '0')}`).join('')}`
    ],
    [
      'URI parameters',
      to,
      (n) => `<sip:a@b${Array.from({ length: n }, (_, i) => `;p${String(i).padStart(6, '0')}`).join('')}>`
    ],
    ['a host that might be a user', to, (n) => `<sip:${'a'.repeat(n)}>`],
    ['a user that might be a host', to, (n) => `<sip:${'a;'.repeat(n)}`],
    ['labels', to, (n) => `<sip:${'a.'.repeat(n)}>`],
    ['escapes', to, (n) => `<sip:${'%41'.repeat(n)}@a>`],
    ['an IPv6 reference without its end', via, (n) => `SIP/2.0/UDP [${':'.repeat(n)}`],
    ['IPv6 references without their end', via, (n) => 'SIP/2.0/UDP [, '.repeat(n)],
    ['brackets that open', route, (n) => '<'.repeat(n)],
    ['routes', route, (n) => '<sip:a>,'.repeat(n)],
    ['contacts', contact, (n) => 'sip:a,'.repeat(n)],
    ['commas', supported, (n) => ','.repeat(n)],
    ['tokens', supported, (n) => 'a,'.repeat(n)],
    ['quotes without an end', to, (n) => `"${'\\"'.repeat(n)}`],
    ['nested comments', retryAfter, (n) => `1 ${'('.repeat(n)}${')'.repeat(n)}`],
    ['digits and white space', timestamp, (n) => `${'1'.repeat(n)}${' '.repeat(n)}x`]
  ])('%s', (_name, header, make) => {
    expectLinear(values(header), make);
  });

  const limits = { line: 1 << 20, uri: 2048, method: 64, fields: 1 << 20, token: 512 };
  test.each<[string, (n: number) => string]>([
    ['lines without a colon', (n) => 'a\r\n'.repeat(n)],
    ['empty fields', (n) => 'a:\r\n'.repeat(n)],
    ['continuation lines', (n) => `a:${'\r\n b'.repeat(n)}\r\n`],
    ['NULs in quoted pairs', (n) => `a: "${'\\\0'.repeat(n)}"\r\n`],
    ['bare LFs', (n) => 'a: b\n'.repeat(n)],
    ['bare CRs', (n) => 'a: b\r'.repeat(n)],
    ['white space before colons', (n) => `a${' '.repeat(n)}: b\r\n`]
  ])('%s', (_name, make) => {
    expectLinear(
      (text, bytes) => {
        const cursor = new FieldCursor(text, bytes, 0, limits);
        while (cursor.advance()) cursor.scan();
      },
      (n) => `${make(n)}\r\n`
    );
  });
});

test('no choice of names makes a lookup slow: rows of the table are short, and nothing is ever added', () => {
  const name = `a${'x'.repeat(8000)}`;
  expect(cost((text, bytes) => canonicalNameAt(text, bytes, 0, name.length), name)).toBeLessThan(3 * name.length);
});
