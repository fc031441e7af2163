import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mutate } from './mutate.ts';
import { Random } from '../../src/testing/random.ts';
import { targets } from './targets.ts';

const folder = new URL('./regressions/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.bin'));

test('what the fuzzer once found does not come back', () => {
  for (const file of files) {
    const target = targets[file.replace(/-[0-9a-f]+\.bin$/, '')];
    expect(target, file).toBeDefined();
    target?.check(Uint8Array.from(readFileSync(new URL(file, folder))));
  }
});

describe('what always holds', () => {
  test.each(Object.entries(targets))('%s: of its corpus, and of a little of what the fuzzer tries', (_name, target) => {
    for (const bytes of target.corpus) target.check(bytes);
    const random = new Random(1);
    for (let i = 0; i < 300; i++) target.check(mutate(target.corpus, random));
  });
  test('the same seed tries the same', () => {
    const { corpus } = targets['message']!;
    const tried = (): Uint8Array[] => {
      const random = new Random(7);
      return Array.from({ length: 20 }, () => mutate(corpus, random));
    };
    expect(tried()).toEqual(tried());
  });
});
