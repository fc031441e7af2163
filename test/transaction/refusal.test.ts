import { expect, test } from 'vitest';
import { formatMessage } from '../../src/message/format.ts';
import { buildStatelessRefusal } from '../../src/transaction/refusal.ts';
import { nodeEntropy } from '../../src/transport/node-entropy.ts';
import { countingEntropy } from '../support/entropy.ts';
import { invite, values } from '../support/messages.ts';

test('RFC 3261 §8.2.7: a retransmission gets the very same response, with our tag', () => {
  const entropy = nodeEntropy();
  const refusal = buildStatelessRefusal(invite(), 503, entropy);
  expect(formatMessage(refusal)).toEqual(formatMessage(buildStatelessRefusal(invite(), 503, entropy)));
  expect(refusal.to.tag).toMatch(/^[0-9a-f]{32}$/);
});

test('RFC 3261 §21.5.4: Retry-After is anything from 32 to 64 s, so that not all come back at once', () => {
  let n = 0;
  const entropy = { ...countingEntropy(), keyedHash: () => (n++).toString(16) };
  const seconds = Array.from({ length: 1000 }, () =>
    Number(values(buildStatelessRefusal(invite(), 503, entropy), 'Retry-After')[0])
  );
  expect(new Set(seconds)).toEqual(new Set(Array.from({ length: 33 }, (_, at) => 32 + at)));
});

test('RFC 3261 §12.2.2: a 481 says nothing of trying again, and leaves the To tag that is there', () => {
  const refusal = buildStatelessRefusal(invite({ to: '<sip:bob@192.0.2.1>;tag=gone' }), 481, nodeEntropy());
  expect([values(refusal, 'Retry-After'), refusal.to.tag]).toEqual([[], 'gone']);
});
