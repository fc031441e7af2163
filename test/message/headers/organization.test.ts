import { describe, expect, test } from 'vitest';
import { organization } from '../../../src/message/headers/organization.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 3261 §20.25: Organization', () => {
  test('the example, and nothing at all', () => {
    writes(organization, 'Boxes by Bob', 'Boxes by Bob');
    expect(read(organization, '')).toBe('');
  });
  refuses(organization, '\u00ff', 'a\x01');
});
