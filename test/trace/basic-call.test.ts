/** The trace of one whole call, to be read. */
import { expect, test } from 'vitest';
import { TracedPhones } from './phones.ts';

test('RFC 3665 §3.1: the trace of a call, on both sides, is what `basic-call.txt` says', async () => {
  const phones = new TracedPhones();
  await phones.call();
  await expect(`${phones.text.join('\n')}\n`).toMatchFileSnapshot('basic-call.txt');
});
