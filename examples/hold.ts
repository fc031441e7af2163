// One phone calls another and puts it on hold: npx tsx examples/hold.ts
import { answerOffer, buildOffer, startUserAgent } from 'sipcharts';

const origin = { address: '127.0.0.1', sessionId: 1 };
await using bob = await startUserAgent({ listen: ['udp://127.0.0.1:0'] });
await using alice = await startUserAgent({ listen: ['udp://127.0.0.1:0'] });

bob.onCall(async (incoming) => {
  const call = await incoming.answer({ sdp: answerOffer(incoming.offer ?? '', origin) ?? '' });
  call.reinvites$.subscribe((change) => {
    const sdp = answerOffer(change.offer ?? '', { ...origin, sessionId: 2 });
    if (sdp === undefined) change.reject(488);
    else void change.answer({ sdp }).then(() => console.log('bob: changed'));
  });
});

const [at] = bob.stack.locals;
const call = await alice.invite(`sip:bob@127.0.0.1:${String(at?.port)}`, { sdp: buildOffer(origin) });
await call.hold();
console.log('alice: on hold', call.onHold);
await call.resume();
console.log('alice: on hold', call.onHold);
await call.hangUp();
