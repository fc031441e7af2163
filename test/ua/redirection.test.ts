/** RFC 3261 §8.1.3.4: redirections, followed. */
import { describe, expect, test } from 'vitest';
import { makeField } from '../../src/message/field.ts';
import type { SipRequest } from '../../src/message/message.ts';
import { defaultRedirections } from '../../src/ua/redirection.ts';
import { SipRejectedError, SipTransportError } from '../../src/ua/errors.ts';
import type { UserAgent } from '../../src/ua/user-agent.ts';
import { values } from '../support/messages.ts';
import { atBob, sdpOfAlice, sdpOfBob, valueOf, watch } from '../support/phones.ts';
import { Wire } from '../support/wire.ts';

const atCarol = 'sip:carol@192.0.2.3';
const to = (...uris: readonly string[]) => ({
  fields: [makeField('Contact', uris.map((uri) => `<${uri}>`).join(', '))]
});

/** Alice calls Bob; what Bob and Carol answer is the test's. */
function three() {
  const wire = new Wire();
  const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) => wire.userAgent(name)) as [
    UserAgent,
    UserAgent,
    UserAgent
  ];
  const invites = () =>
    wire.rungs.flatMap(({ message }) => (message.kind === 'request' && message.method === 'INVITE' ? [message] : []));
  return { wire, alice, bob, carol, invites };
}

const targets = (invites: readonly SipRequest[]): readonly string[] => invites.map(({ requestUri }) => requestUri.text);

describe('an INVITE', () => {
  test('RFC 3261 §8.1.3.4: goes to the Contact, keeping all but Request-URI, branch and number', async () => {
    const { wire, alice, bob, carol, invites } = three();
    bob.onCall((incoming) => {
      incoming.reject(302, to(`${atCarol};method=BYE?Subject=evil`));
    });
    carol.onCall(async (incoming) => {
      await incoming.answer({ sdp: sdpOfBob });
    });
    const placed = watch(alice.invite(atBob, { sdp: sdpOfAlice, fields: [makeField('Subject', 'hello')] }));
    await wire.settle();
    expect(valueOf(placed).state).toBe('Confirmed');
    const [first, second] = invites();
    expect(targets(invites())).toEqual([atBob, atCarol]);
    for (const name of ['From', 'To', 'Call-ID', 'Contact', 'Subject', 'Content-Type'])
      expect(values(second!, name), name).toEqual(values(first!, name));
    expect(second!.body).toEqual(first!.body);
    expect([second!.cseq.sequence, second!.topmostVia.branch === first!.topmostVia.branch]).toEqual([2, false]);
    void placed.value?.hangUp();
    await wire.settle();
    await wire.expectNothingLeft();
  });

  test('RFC 3261 §8.1.3.4: a Contact that fails, by a response or by the network, makes room for the next', async () => {
    const { wire, alice, bob, carol, invites } = three();
    bob.onCall((incoming) => {
      const again = incoming.request.requestUri.text.includes('ttl');
      incoming.reject(again ? 486 : 300, to('sip:bob@192.0.2.1;ttl=1', 'sip:nobody@nowhere.invalid', atCarol));
    });
    carol.onCall((incoming) => {
      incoming.reject(480);
    });
    const placed = watch(alice.invite(atBob, { sdp: sdpOfAlice }));
    await wire.settle();
    expect(targets(invites())).toEqual([atBob, 'sip:bob@192.0.2.1;ttl=1', atCarol]);
    // As the last one did.
    expect(placed.state).toMatchObject({ status: 480 });
    await wire.expectNothingLeft();
  });

  test('a Contact that no transport of ours reaches is passed over, and is not the caller’s mistake', async () => {
    const { wire, alice, bob, carol, invites } = three();
    bob.onCall((incoming) => {
      incoming.reject(302, to('sips:carol@192.0.2.3', atCarol));
    });
    carol.onCall((incoming) => {
      incoming.reject(302, to('sips:bob@192.0.2.1'));
    });
    const placed = watch(alice.invite(atBob, { sdp: sdpOfAlice }));
    await wire.settle();
    expect(targets(invites())).toEqual([atBob, atCarol]);
    expect(placed.state).toMatchObject({ status: 302 });
  });

  test('RFC 3261 §21.6: a 6xx is everybody’s word: nobody else is tried', async () => {
    const { wire, alice, bob, invites } = three();
    bob.onCall((incoming) => {
      const again = incoming.request.requestUri.text.includes('ttl');
      incoming.reject(again ? 603 : 302, to('sip:bob@192.0.2.1;ttl=1', atCarol));
    });
    const placed = watch(alice.invite(atBob, { sdp: sdpOfAlice }));
    await wire.settle();
    expect([placed.state, targets(invites()).length]).toMatchObject([{ status: 603 }, 2]);
  });

  test('threat V31: round and round is not gone, nor on and on', async () => {
    const { wire, alice, bob, carol, invites } = three();
    bob.onCall((incoming) => {
      incoming.reject(302, to(atCarol));
    });
    carol.onCall((incoming) => {
      incoming.reject(302, to(atBob));
    });
    const round = watch(alice.invite(atBob, { sdp: sdpOfAlice }));
    await wire.settle();
    expect(round.state).toBeInstanceOf(SipRejectedError);
    expect(targets(invites())).toEqual([atBob, atCarol]);
    let count = 0;
    bob.onCall((incoming) => {
      incoming.reject(302, to(`sip:bob@192.0.2.1;ttl=${String(++count)}`));
    });
    const on = watch(alice.invite(atBob, { sdp: sdpOfAlice }));
    await wire.settle();
    await wire.settle();
    expect(on.state).toMatchObject({ status: 302 });
    expect(count).toBe(1 + defaultRedirections);
  });

  test('RFC 3261 §9.1: given up while it is redirected: the reason, and nobody else is called', async () => {
    const { wire, alice, bob, invites } = three();
    const giveUp = new AbortController();
    bob.onCall((incoming) => {
      giveUp.abort(new SipTransportError(new Error('the caller’s own')));
      incoming.reject(302, to(atCarol, 'sip:other@192.0.2.3'));
    });
    const placed = watch(alice.invite(atBob, { sdp: sdpOfAlice, signal: giveUp.signal }));
    await wire.settle();
    expect([placed.state, targets(invites())]).toEqual([giveUp.signal.reason, [atBob]]);
    await wire.expectNothingLeft();
  });

  test('is not redirected when the application does not want it', async () => {
    const { wire, alice, bob, invites } = three();
    bob.onCall((incoming) => {
      incoming.reject(302, to(atCarol));
    });
    const placed = watch(alice.invite(atBob, { sdp: sdpOfAlice, redirections: 0 }));
    await wire.settle();
    expect([placed.state, invites().length]).toMatchObject([{ status: 302 }, 1]);
  });
});
