import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeLatin1, encodeLatin1 } from '../../src/syntax/latin1.ts';

test('every byte is one character, and back, of a Buffer and of any other array', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = decodeLatin1(bytes);
      expect(text).toBe(decodeLatin1(Buffer.from(bytes)));
      expect(text.length).toBe(bytes.length);
      expect(encodeLatin1(text)).toEqual(bytes);
    })
  );
});

test('a part of the bytes; more than a call can take at once', () => {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, i) => i % 256);
  expect(decodeLatin1(bytes, 65, 68)).toBe('ABC');
  expect(decodeLatin1(bytes).length).toBe(20_000);
  expect(encodeLatin1(decodeLatin1(bytes))).toEqual(bytes);
});

test('room is left free behind the text', () => {
  expect([...encodeLatin1('ab', 2)]).toEqual([97, 98, 0, 0]);
  expect([...encodeLatin1('\u00e4', 2)]).toEqual([0xe4, 0, 0]);
});

test('a character that is no byte can not turn into CR or LF', () => {
  expect([...encodeLatin1('\u010d\u010a\u{1f600}')]).toEqual([63, 63, 63, 63]);
});

test('no two texts share a byte, however many are written', () => {
  const all = Array.from({ length: 100 }, (_, i) => encodeLatin1(String(i % 10).repeat(1000), 8));
  for (const [i, bytes] of all.entries()) {
    expect(bytes.length).toBe(1008);
    expect(decodeLatin1(bytes)).toBe(String(i % 10).repeat(1000) + '\0'.repeat(8));
  }
});
