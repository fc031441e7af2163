/** Hold and resume with real peers: a SIPp scenario that looks at each offer, and baresip, which answers and offers itself. */
import { afterEach, describe, expect, test } from 'vitest';
import { fileURLToPath } from 'node:url';
import { answerOffer, buildOffer } from '../../src/sdp/answer.ts';
import { startUserAgent } from '../../src/transport/create-stack.ts';
import { engine } from '../support/engine.ts';
import { missing as noBaresip, startBaresip } from './baresip.ts';
import { bound, missing as noSipp, soon, startSipp, stopSipps } from './sipp.ts';

for (const reason of [noSipp, noBaresip]) if (reason !== undefined) console.warn(`skipped: ${reason}`);
const origin = { address: '127.0.0.1', sessionId: 1 };
/** A two-way stream to a port where nobody listens: baresip sends media there, which is lost. */
const sdp = buildOffer(origin).replace('a=inactive', 'a=sendrecv').replace('m=audio 9 ', 'm=audio 22900 ');
const afterwards = { strayResponse: 0, foreignResponse: 0, childError: 0, internalError: 0 };

afterEach(stopSipps);

test.skipIf(noSipp !== undefined)('RFC 3261 §14.1: hold, resume after a 491, a tone, and BYE, with SIPp', async () => {
  const scenario = fileURLToPath(new URL('hold-uas.xml', import.meta.url));
  const sipp = startSipp(['-sf', scenario, '-p', '16166', '-m', '1']);
  await bound(16_166);
  await using phone = await startUserAgent({ engine, listen: ['udp://127.0.0.1:0'] });
  const call = await phone.invite('sip:callee@127.0.0.1:16166', { sdp });
  await call.hold();
  expect(call.remoteSdp).toContain('a=recvonly');
  await call.resume();
  await call.sendDtmf('5');
  await expect(call.hangUp()).resolves.toEqual({ by: 'local' });
  expect(await sipp.result).toMatchObject({ successful: 1, failed: 0, retransmissions: 0 });
  expect(phone.stack.counters).toMatchObject(afterwards);
});

describe.skipIf(noBaresip !== undefined)('with baresip', () => {
  test('we call, hold, resume and hang up', async () => {
    await using baresip = await startBaresip(5172, 4472);
    expect(baresip).toBeDefined();
    await using phone = await startUserAgent({ engine, listen: ['udp://127.0.0.1:0'], aor: 'sip:alice@127.0.0.1' });
    const call = await phone.invite('sip:bares@127.0.0.1:5172', { sdp });
    await call.hold();
    expect(call.remoteSdp).toMatch(/a=(recvonly|inactive)/);
    await call.resume();
    expect(call.remoteSdp).toContain('a=sendrecv');
    await expect(call.hangUp()).resolves.toEqual({ by: 'local' });
    expect(phone.stack.counters).toMatchObject(afterwards);
  });

  test('it calls us, holds, resumes and hangs up', async () => {
    await using baresip = await startBaresip(5173, 4473);
    await using phone = await startUserAgent({ engine, listen: ['udp://127.0.0.1:5178'], aor: 'sip:alice@127.0.0.1' });
    const directions: string[] = [];
    const ended = new Promise<string>((resolve, reject) => {
      phone.onCall(async (incoming) => {
        const call = await incoming.answer({ sdp });
        call.reinvites$.subscribe((change) => {
          directions.push(/a=(sendrecv|sendonly|recvonly|inactive)/.exec(change.offer ?? '')?.[1] ?? 'none');
          change.answer({ sdp: answerOffer(change.offer ?? '', origin) ?? sdp }).catch(reject);
        });
        void baresip.tell('hold');
        while (directions.length < 1) await soon();
        void baresip.tell('resume');
        while (directions.length < 2) await soon();
        void baresip.tell('hangup');
        resolve((await call.ended).by);
      });
    });
    await baresip.tell('dial', 'sip:alice@127.0.0.1:5178');
    await expect(ended).resolves.toBe('remote');
    expect(directions).toEqual(['sendonly', 'sendrecv']);
    expect(phone.stack.counters).toMatchObject(afterwards);
  });
});
