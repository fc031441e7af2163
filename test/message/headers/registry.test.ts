import { describe, expect, test } from 'vitest';
import * as message from '../../../src/message/index.ts';
import { canonicalName } from '../../../src/message/headers/registry.ts';

interface Names {
  readonly name: string;
  readonly compact?: string;
}
const headers: readonly Names[] = Object.values(message).filter(
  (value): value is Names & typeof value => typeof value === 'object' && 'section' in value && 'name' in value
);

describe('§7.3.1: field names have no case', () => {
  test('every header that has a file goes by its long name in any case, and by its compact form', () => {
    expect(headers.length).toBeGreaterThan(20);
    for (const { name, compact = name } of headers) {
      for (const way of [name, name.toLowerCase(), name.toUpperCase(), compact, compact.toUpperCase()]) {
        expect(canonicalName(way)).toBe(name);
      }
    }
  });
  test.each([
    ['www-authenticate', 'WWW-Authenticate'],
    ['MIME-VERSION', 'MIME-Version'],
    ['s', 'Subject'],
    ['E', 'Content-Encoding'],
    ['x', 'Session-Expires'],
    ['r', 'Refer-To'],
    ['n', 'Identity-Info']
  ])('%s is %s', (way, name) => {
    expect(canonicalName(way)).toBe(name);
  });
  test.each(['X-Unknown', 'x-unknown', '__proto__', 'constructor', 'z', 'C%6Fntact', 'Vja', 'viA2', ''])(
    '%s keeps its name',
    (name) => {
      expect(canonicalName(name)).toBe(name);
    }
  );
});
