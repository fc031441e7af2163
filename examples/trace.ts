/** What a stack does, line by line: messages, transitions with their RFC clause, timers. npx tsx examples/trace.ts */
import { buildOffer, traceToText } from 'sipcharts';
import { Network } from 'sipcharts/testing';

const network = new Network();
const alice = network.userAgent('alice');
const bob = network.userAgent('bob');
const sdp = buildOffer({ address: '192.0.2.1', sessionId: 1 });
bob.onCall((incoming) => void incoming.answer({ sdp }));

const toText = traceToText(); // traceToJson makes lines for programs; bounded(trace$) is for readers that may be slow
const trace: string[] = [];
alice.stack.trace$.subscribe((event) => trace.push(toText(event)));

const placed = alice.invite('sip:bob@bob', { sdp });
await network.pass(1000);
void (await placed).hangUp();
await network.rest();

/** What became of the call itself. */
export const dialog = trace.filter((line) => line.includes(' dialog '));
console.log(trace.join('\n'));
