// Recorded: one call. What went over the wire:
//     4.605 <- INVITE sip:busy@127.0.0.1 SIP/2.0
//     4.617 -> SIP/2.0 486 Busy Here (INVITE)
//     5.124 -> SIP/2.0 486 Busy Here (INVITE) again
//     6.147 -> SIP/2.0 486 Busy Here (INVITE) again
//     8.151 -> SIP/2.0 486 Busy Here (INVITE) again
//    12.159 -> SIP/2.0 486 Busy Here (INVITE) again
//    16.164 -> SIP/2.0 486 Busy Here (INVITE) again
//    20.224 -> SIP/2.0 486 Busy Here (INVITE) again
//    24.231 -> SIP/2.0 486 Busy Here (INVITE) again
//    28.236 -> SIP/2.0 486 Busy Here (INVITE) again
//    32.241 -> SIP/2.0 486 Busy Here (INVITE) again
//    36.243 -> SIP/2.0 486 Busy Here (INVITE) again
import { readFile } from 'node:fs/promises';
import { expectSameAs, parseTrace } from 'sipcharts/testing';
import { test } from 'vitest';

const recording = parseTrace(await readFile(new URL('refused.trace.jsonl', import.meta.url), 'utf8'));

// Give `logic` to replay it on charts of your own: the first difference is what the test fails with.
test.each(['compiled', 'interpreted'] as const)('refused: as it was recorded, run by %s', async (engine) => {
  await expectSameAs(recording, { engine });
});
