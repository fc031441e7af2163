/** Our user agent calls a real one: SIPp's own `uas` scenario. */
import { afterEach, describe, expect, test } from 'vitest';
import { buildOffer } from '../../src/sdp/answer.ts';
import { startUserAgent } from '../../src/transport/create-stack.ts';
import type { UserAgent } from '../../src/ua/user-agent.ts';
import { bound, missing, startSipp, stopSipps } from './sipp.ts';
import { engine } from '../support/engine.ts';

if (missing !== undefined) console.warn(`skipped: ${missing}`);
const sdp = buildOffer({ address: '127.0.0.1', sessionId: 1 });

describe.skipIf(missing !== undefined)('our user agent calls SIPp', () => {
  let userAgent: UserAgent | undefined;
  afterEach(async () => {
    await userAgent?.close();
    await stopSipps();
  });

  test('1,000 calls, 20 at a time: every one is answered and hung up', async () => {
    const sipp = startSipp(['-sn', 'uas', '-p', '16164', '-m', '1000']);
    await bound(16_164);
    userAgent = await startUserAgent({ engine, listen: ['udp://127.0.0.1:0'], aor: 'sip:caller@127.0.0.1' });
    const ends = new Map<string, number>();
    for (let batch = 0; batch < 50; batch++) {
      const calls = Array.from({ length: 20 }, async () => {
        const call = await userAgent?.invite('sip:callee@127.0.0.1:16164', { sdp });
        const end = await call?.hangUp();
        ends.set(end?.by ?? 'none', (ends.get(end?.by ?? 'none') ?? 0) + 1);
      });
      await Promise.all(calls);
    }
    expect(Object.fromEntries(ends)).toEqual({ local: 1000 });
    expect(await sipp.result).toMatchObject({ successful: 1000, failed: 0 });
    expect(userAgent.stack.dialogs).toBe(0);
    expect(userAgent.stack.counters).toMatchObject({
      strayResponse: 0,
      foreignResponse: 0,
      childError: 0,
      internalError: 0
    });
  });
});
