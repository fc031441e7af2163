import { expect, test } from 'vitest';
import { Fault } from '../../src/message/fault.ts';

test('a fault is one line for people', () => {
  expect(String(new Fault('malformed-field', 400, 'RFC 3261 §20.16', 7, 'CSeq'))).toBe(
    'malformed-field in CSeq at 7 (RFC 3261 §20.16)'
  );
  expect(String(new Fault('not-sip', 400, 'RFC 3261 §7', 0))).toBe('not-sip at 0 (RFC 3261 §7)');
});
