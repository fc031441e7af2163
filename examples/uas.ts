// A phone that answers: npx tsx examples/uas.ts [port]
import { answerOffer, startUserAgent } from 'sipcharts';

const port = process.argv[2] ?? '5070';
const phone = await startUserAgent({ listen: [`udp://127.0.0.1:${port}`], aor: 'sip:bob@127.0.0.1' });
console.log(`bob listens on ${port}`);

phone.onCall(async (incoming) => {
  console.log(`${incoming.from.uri.text} calls`);
  const sdp = incoming.offer && answerOffer(incoming.offer, { address: '127.0.0.1', sessionId: 1 });
  if (sdp === undefined || sdp === '') {
    incoming.reject(488);
    return;
  }
  incoming.ring();
  const call = await incoming.answer({ sdp }); // resolves when the ACK is here
  call.state$.subscribe((state) => console.log(state));
  console.log(`ended by ${(await call.ended).by}`);
  await phone.close();
});
