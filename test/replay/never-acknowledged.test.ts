// Recorded: one call. What went over the wire:
//     4.625 <- INVITE sip:x@127.0.0.1 SIP/2.0
//     4.627 -> SIP/2.0 200 OK (INVITE)
//     5.132 -> SIP/2.0 200 OK (INVITE) again
//     6.148 -> SIP/2.0 200 OK (INVITE) again
//     8.152 -> SIP/2.0 200 OK (INVITE) again
//    12.160 -> SIP/2.0 200 OK (INVITE) again
//    16.173 -> SIP/2.0 200 OK (INVITE) again
//    20.224 -> SIP/2.0 200 OK (INVITE) again
//    24.232 -> SIP/2.0 200 OK (INVITE) again
//    28.236 -> SIP/2.0 200 OK (INVITE) again
//    32.242 -> SIP/2.0 200 OK (INVITE) again
//    36.246 -> SIP/2.0 200 OK (INVITE) again
//    36.630 -> BYE sip:c@127.0.0.1:43113 SIP/2.0
//    36.636 <- SIP/2.0 200 OK (BYE)
import { readFile } from 'node:fs/promises';
import { expectSameAs, parseTrace } from 'sipcharts/testing';
import { test } from 'vitest';

const recording = parseTrace(await readFile(new URL('never-acknowledged.trace.jsonl', import.meta.url), 'utf8'));

// Give `logic` to replay it on charts of your own: the first difference is what the test fails with.
test.each(['compiled', 'interpreted'] as const)('never-acknowledged: as it was recorded, run by %s', async (engine) => {
  await expectSameAs(recording, { engine });
});
