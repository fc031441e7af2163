/** The flows of RFC 3665 §3, message by message, without the proxies. */
import { expect, test } from 'vitest';
import type { Datagram } from '../../src/testing/index.ts';
import type { Rung } from '../support/wire.ts';
import { bob as addressOfBob, invite, request, values } from '../support/messages.ts';
import { Phones, sdpOfAlice, sdpOfBob } from '../support/phones.ts';
import { ladderText } from './ladder.ts';

/** What all messages of a call have in common (§8.1.1, §8.2.6, §18.2.1, RFC 3581, §20.14). */
function expectOneCall(rungs: readonly Rung[]): void {
  for (const { from, message } of rungs) {
    const [via, ...more] = values(message, 'Via');
    const sender = message.kind === 'request' ? from : from === 'alice' ? 'bob' : 'alice';
    const sentBy = sender === 'alice' ? '192.0.2.2' : '192.0.2.1';
    const stamp = message.kind === 'request' ? 'rport' : `rport=5060;received=${sentBy}`;
    expect(more).toEqual([]);
    expect(via).toBe(`SIP/2.0/UDP ${sentBy}:5060;branch=${message.topmostVia.branch ?? ''};${stamp}`);
    expect(message.topmostVia.branch).toMatch(/^z9hG4bK./);
    expect(message.callId).toBe(rungs[0]?.message.callId);
    expect(values(message, 'Content-Length')).toEqual([String(message.body.length)]);
    const addresses = [message.from.uri.text, message.to.uri.text];
    const ofAlice = ['sip:alice@example.org', 'sip:bob@192.0.2.1'];
    expect(addresses).toEqual(ownsFrom(message.from.tag) ? ofAlice : ofAlice.toReversed());
  }
}

const ownsFrom = (tag: string | undefined): boolean => tag?.startsWith('alice') ?? false;
const bodyOf = ({ message }: Rung): string => new TextDecoder().decode(message.body);

test('RFC 3665 §3.1: a call is set up, and the callee hangs up', async () => {
  const phones = new Phones();
  const { incoming } = await phones.reaches();
  incoming.ring();
  await phones.wire.settle();
  void incoming.answer({ sdp: sdpOfBob });
  await phones.wire.settle();
  void phones.bob.calls[0]?.hangUp();
  await phones.wire.settle();
  const { rungs } = phones.wire;
  expect(ladderText(rungs)).toEqual([
    'alice → bob INVITE sip:bob@192.0.2.1 | 1 INVITE | alice to nobody | branch 1 | Max-Forwards: 70 | Contact: <sip:alice@192.0.2.2:5060> | Content-Type: application/sdp',
    'bob → alice 100 | 1 INVITE | alice to nobody | branch 1',
    'bob → alice 180 | 1 INVITE | alice to bob | branch 1 | Contact: <sip:bob@192.0.2.1:5060>',
    'bob → alice 200 | 1 INVITE | alice to bob | branch 1 | Contact: <sip:bob@192.0.2.1:5060> | Content-Type: application/sdp',
    'alice → bob ACK sip:bob@192.0.2.1:5060 | 1 ACK | alice to bob | branch 2 | Max-Forwards: 70',
    'bob → alice BYE sip:alice@192.0.2.2:5060 | 1 BYE | bob to alice | branch 3 | Max-Forwards: 70',
    'alice → bob 200 | 1 BYE | bob to alice | branch 3'
  ]);
  expect(rungs.map(bodyOf)).toEqual([sdpOfAlice, '', '', sdpOfBob, '', '', '']);
  expect(rungs.map(({ at }) => at)).toEqual([0, 210, 300, 400, 410, 500, 510]);
  expectOneCall(rungs);
  await phones.wire.expectNothingLeft();
});

test('§15.1.1: the caller hangs up with the next number', async () => {
  const phones = new Phones();
  const { calling } = await phones.talk();
  void calling.hangUp();
  await phones.wire.settle();
  expect(ladderText(phones.wire.rungs).slice(-2)).toEqual([
    'alice → bob BYE sip:bob@192.0.2.1:5060 | 2 BYE | alice to bob | branch 3 | Max-Forwards: 70',
    'bob → alice 200 | 2 BYE | alice to bob | branch 3'
  ]);
  expectOneCall(phones.wire.rungs);
});

test('RFC 3665 §3.8: nobody answers, and the caller cancels', async () => {
  const phones = new Phones();
  const giveUp = new AbortController();
  const { incoming } = await phones.reaches({ signal: giveUp.signal });
  incoming.ring();
  await phones.wire.settle();
  giveUp.abort();
  await phones.wire.settle();
  const { rungs } = phones.wire;
  expect(ladderText(rungs)).toEqual([
    'alice → bob INVITE sip:bob@192.0.2.1 | 1 INVITE | alice to nobody | branch 1 | Max-Forwards: 70 | Contact: <sip:alice@192.0.2.2:5060> | Content-Type: application/sdp',
    'bob → alice 100 | 1 INVITE | alice to nobody | branch 1',
    'bob → alice 180 | 1 INVITE | alice to bob | branch 1 | Contact: <sip:bob@192.0.2.1:5060>',
    'alice → bob CANCEL sip:bob@192.0.2.1 | 1 CANCEL | alice to nobody | branch 1 | Max-Forwards: 70',
    // The RFC prints these two the other way round; they answer two transactions, and either may come first.
    'bob → alice 487 | 1 INVITE | alice to bob | branch 1',
    'bob → alice 200 | 1 CANCEL | alice to bob | branch 1',
    'alice → bob ACK sip:bob@192.0.2.1 | 1 ACK | alice to bob | branch 1 | Max-Forwards: 70'
  ]);
  expectOneCall(rungs);
  await phones.wire.expectNothingLeft();
});

test('RFC 3665 §3.9: busy', async () => {
  const phones = new Phones();
  const placed = phones.calls();
  phones.bob.onCall((incoming) => {
    incoming.reject(486);
  });
  await phones.wire.settle();
  expect(placed.state).toMatchObject({ status: 486 });
  const { rungs } = phones.wire;
  expect(ladderText(rungs)).toEqual([
    'alice → bob INVITE sip:bob@192.0.2.1 | 1 INVITE | alice to nobody | branch 1 | Max-Forwards: 70 | Contact: <sip:alice@192.0.2.2:5060> | Content-Type: application/sdp',
    'bob → alice 486 | 1 INVITE | alice to bob | branch 1',
    'alice → bob ACK sip:bob@192.0.2.1 | 1 ACK | alice to bob | branch 1 | Max-Forwards: 70'
  ]);
  expectOneCall(rungs);
  await phones.wire.expectNothingLeft();
});

test('§12.1.1, §12.2.1.1: a proxy that stays on the path is in the route of our BYE', async () => {
  const { wire, bob, offered } = new Phones();
  const recorded = '<sip:192.0.2.3;lr>';
  wire.inject('carol', 'bob', invite({ fields: [`Record-Route: ${recorded}`] }));
  await wire.settle();
  void offered[0]?.answer();
  await wire.settle();
  const tag = wire.response('200 INVITE').to.tag ?? '';
  wire.inject('carol', 'bob', request('ACK', { to: `${addressOfBob};tag=${tag}`, branch: 'z9hG4bKack' }));
  void bob.calls[0]?.hangUp();
  await wire.settle();
  const contact = 'Contact: <sip:bob@192.0.2.1:5060>';
  expect(ladderText(wire.rungs)).toEqual([
    `bob → carol 200 | 1 INVITE | a to bob | branch 1 | Record-Route: ${recorded} | ${contact}`,
    `bob → carol BYE sip:alice@192.0.2.2 | 1 BYE | bob to a | branch 2 | Route: ${recorded} | Max-Forwards: 70`
  ]);
});

test('§13.2.2.4, §17.1.1.2: whatever is lost is sent again: the call is up all the same', async () => {
  const phones = new Phones();
  const seen = new Set<string>();
  const isFirst = ({ words }: Datagram): boolean => !seen.has(words) && seen.add(words).has(words);
  phones.wire.lose({ what: isFirst });
  phones.bob.onCall(async (incoming) => {
    incoming.ring();
    await incoming.answer({ sdp: sdpOfBob });
  });
  const placed = phones.calls();
  await phones.wire.pass(5000);
  expect(placed.value?.remoteSdp).toBe(sdpOfBob);
  void placed.value?.hangUp();
  await phones.wire.pass(5000);
  expect(phones.wire.ladder()).toEqual([
    'alice → bob INVITE (lost)',
    'alice → bob INVITE',
    'bob → alice 180 INVITE (lost)',
    'bob → alice 200 INVITE (lost)',
    'bob → alice 200 INVITE',
    'alice → bob ACK (lost)',
    'bob → alice 200 INVITE',
    'alice → bob ACK',
    'alice → bob BYE (lost)',
    'alice → bob BYE',
    'bob → alice 200 BYE (lost)',
    'alice → bob BYE',
    'bob → alice 200 BYE'
  ]);
  await phones.wire.expectNothingLeft();
});
