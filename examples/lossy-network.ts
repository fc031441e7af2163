/** A call over a network that loses a third of everything: in memory, by a seed, and a minute of it in no time. */
import { buildOffer } from 'sipcharts';
import { Invariants, Network } from 'sipcharts/testing';

const network = new Network({ seed: 7, loss: 1 / 3 });
const alice = network.userAgent('alice');
const bob = network.userAgent('bob');
const invariants = new Invariants({ alice: alice.stack, bob: bob.stack });
network.lose({ what: 'ACK', times: 1 }); // and the first ACK for certain

const sdp = buildOffer({ address: '192.0.2.1', sessionId: 1 });
bob.onCall((incoming) => void incoming.answer({ sdp }));
const placed = alice.invite('sip:bob@bob', { sdp });
await network.pass(10_000);
void (await placed).hangUp();
await network.rest();

/** When each datagram was sent, and what became of it. */
export const ladder = network.sent().map(String);
/** What was not as it should be. */
export const broken = invariants.rest();
console.log(`${String(network)}\n${ladder.join('\n')}\n${String(broken.length)} invariants broken`);
