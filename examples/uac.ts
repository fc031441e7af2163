// A phone that calls: npx tsx examples/uac.ts [port]
import { buildOffer, SipRejectedError, startUserAgent } from 'sipcharts';

const port = process.argv[2] ?? '5070';
await using phone = await startUserAgent({ listen: ['udp://127.0.0.1:0'], aor: 'sip:alice@127.0.0.1' });
try {
  await using call = await phone.invite(`sip:bob@127.0.0.1:${port}`, {
    sdp: buildOffer({ address: '127.0.0.1', sessionId: 1 }),
    signal: AbortSignal.timeout(30_000), // aborting sends CANCEL
    onProvisional: ({ status, reason }) => {
      console.log(`${String(status)} ${reason}`);
    }
  });
  console.log(call.state, call.id.callId);
} catch (error) {
  if (!(error instanceof SipRejectedError)) throw error;
  console.log(`refused: ${String(error.status)}`);
} // leaving the block sends BYE
