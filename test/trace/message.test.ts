/** What the trace reads of messages costs no more than it must. */
import { expect, test } from 'vitest';
import type { Sendable } from '../../src/message/message.ts';
import { callIdWritten } from '../../src/trace/message.ts';

/** What was written; whoever asks for its fields is counted. */
class Written implements Pick<Sendable, 'head' | 'fields'> {
  readonly head: string;
  asked = 0;

  constructor(head: string) {
    this.head = head;
  }

  get fields(): Sendable['fields'] {
    this.asked++;
    return [];
  }
}

test('the Call-ID of what was written is read from its head, and its fields only where it is not there', () => {
  const whole = new Written('SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a\r\ni : of-the-head\r\n\r\n');
  expect([callIdWritten(whole), whole.asked]).toEqual(['of-the-head', 0]);
  const without = new Written('SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a\r\n\r\n');
  expect([callIdWritten(without), without.asked]).toEqual([undefined, 1]);
});
