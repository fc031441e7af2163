/** Each invariant is broken by a chart that lacks one action, or does it twice: what a mistake would look like. */
import { describe, expect, test } from 'vitest';
import { assertEvent, sendTo } from 'xstate';
import type { DialogRef } from '../../machines/events.ts';
import { type ChartLogic, charts, dialog, inviteClientTransaction } from '../../machines/index.ts';
import { makeField } from '../../src/message/field.ts';
import type { Sendable } from '../../src/message/message.ts';
import { buildResponse } from '../../src/message/response.ts';
import { sipUri } from '../../src/message/uri/uri.ts';
import { Invariants, Network, type Peer } from '../../src/testing/index.ts';
import type { UserAgent } from '../../src/ua/user-agent.ts';
import { request } from '../support/messages.ts';
import { sdpOfAlice, watch } from '../support/phones.ts';

const nothing = (): void => {};

interface Watched {
  readonly network: Network;
  readonly alice: UserAgent;
  readonly carol: Peer;
  readonly invariants: Invariants;
}

/** Alice, with some of her charts changed, and Carol, who agrees to every BYE. */
function watched(logic: Partial<ChartLogic> = {}): Watched {
  const network = new Network();
  const alice = network.userAgent('alice', { logic: { ...charts, ...logic }, callLimits: { longestCall: 100_000 } });
  const carol = network.peer('carol', (message) => {
    if (message.kind === 'request' && message.method === 'BYE') carol.respond(message, 200);
  });
  return { network, alice, carol, invariants: new Invariants({ alice: alice.stack }) };
}

/** Alice calls Carol, who says all this, one after the other, each with its tag. */
async function call(
  { network, alice, carol }: Watched,
  ...answers: readonly (readonly [number, string])[]
): Promise<void> {
  void watch(alice.invite('sip:carol@carol', { sdp: sdpOfAlice }));
  await network.pass(10);
  const contact = makeField('Contact', `<sip:carol@${network.address('carol').host}>`);
  for (const [status, toTag] of answers) {
    carol.respond(carol.request('INVITE'), status, { toTag, fields: [contact] });
    await network.pass(100);
  }
}

/** What is broken when all has come to rest. */
async function broken({ network, invariants }: Watched): Promise<readonly string[]> {
  await network.rest(1_000_000);
  return invariants.rest();
}

const callId = /alice-\d+-[0-9a-f]+/g;
const named = (sentences: readonly string[]): readonly string[] =>
  sentences.map((text) => text.replaceAll(callId, 'ID'));

test.each([
  ['answered', [[200, 'c']]],
  ['refused', [[486, 'c']]],
  [
    'answered by three',
    [
      [180, 'c1'],
      [200, 'c1'],
      [200, 'c2'],
      [200, 'c3'],
      [200, 'c2']
    ]
  ],
  ['never answered', []]
] as const)('a call that is %s breaks none', async (_, answers) => {
  const scene = watched();
  await call(scene, ...answers);
  expect(await broken(scene)).toEqual([]);
});

describe('§17.1.1: an INVITE has one outcome', () => {
  test('not none', async () => {
    const scene = watched({ inviteClient: inviteClientTransaction.provide({ actions: { informTimeout: nothing } }) });
    await call(scene);
    await scene.network.pass(32_000);
    expect(named(scene.invariants.rest())).toEqual([
      'alice: 1 invites left',
      'alice: the user of INVITE ID is told of no outcome'
    ]);
  });

  test('not two', async () => {
    const claimsSuccess = inviteClientTransaction.provide({
      actions: {
        buildAck: sendTo(
          ({ context }) => context.user,
          ({ event }) => {
            assertEvent(event, 'transport.300-699');
            return { type: 'transaction.2xx' as const, response: event.response };
          }
        )
      }
    });
    const scene = watched({ inviteClient: claimsSuccess });
    await call(scene, [486, 'c']);
    expect(named(scene.invariants.broken)).toEqual(['alice: the user of INVITE ID is told 2xx, refusal']);
  });

  test('§17.1.1.2: but the error of its ACK may follow a refusal', async () => {
    const scene = watched();
    scene.network.fail({ what: 'ACK' });
    await call(scene, [486, 'c']);
    expect(await broken(scene)).toEqual([]);
  });
});

describe('§13.2.2.4: dialogs that a 2xx makes', () => {
  test('are acknowledged', async () => {
    const scene = watched({ dialog: dialog.provide({ actions: { sendAck: nothing } }) });
    await call(scene, [200, 'c']);
    expect(named(await broken(scene))).toEqual(['alice: the 2xx with tag c to INVITE ID is not acknowledged']);
  });

  test('are ended by BYE, but for one', async () => {
    const scene = watched({ dialog: dialog.provide({ actions: { sendBye: nothing } }) });
    await call(scene, [200, 'c1'], [200, 'c2']);
    expect(named(scene.invariants.rest())).toEqual([
      'alice: 1 transactions left',
      'alice: 2 dialogs left',
      'alice: 1 invites left',
      'alice: 4 timers left',
      'alice: 2 dialogs of INVITE ID are without BYE'
    ]);
  });
});

/** Has Alice's transport send something that none of her charts would. */
function sends({ alice }: Watched, message: Sendable): void {
  const hop = alice.stack.surroundings.route(sipUri('sip:192.0.2.2'));
  hop?.transport.send({ type: 'send', message, flow: hop.flow });
}

test('§13.2.2.4: the number of an ACK is that of its INVITE', async () => {
  const scene = watched();
  await call(scene, [200, 'c']);
  const { callId: id, from } = scene.carol.request('INVITE');
  sends(
    scene,
    request('ACK', {
      callId: id,
      from: `<sip:alice@192.0.2.1>;tag=${from.tag ?? ''}`,
      to: '<sip:carol@192.0.2.2>;tag=c',
      sequence: 7
    })
  );
  expect(named(await broken(scene))).toEqual(['alice: ACK 7 for no INVITE of that number, Call-ID ID']);
});

test('§17: an ACK is never answered', async () => {
  const scene = watched();
  sends(scene, buildResponse(request('ACK'), 481, { toTag: 'a' }));
  expect(await broken(scene)).toEqual([
    'alice: answers an ACK: SIP/2.0 481 Call/Transaction Does Not Exist, Call-ID call'
  ]);
});

test('§12.2.2: a request reaches no dialog but its own', async () => {
  const scene = watched();
  await call(scene, [200, 'c']);
  const [own] = [...scene.alice.stack.actor.getSnapshot().index().dialogActors()];
  (own as DialogRef).send({ type: 'transaction.ACK', request: request('ACK') });
  expect(named(await broken(scene))).toEqual(['alice: ACK of Call-ID call reaches the dialog of ID']);
});

test('what is sent can be read', async () => {
  const scene = watched();
  const sound = request('OPTIONS');
  const unsound = Object.create(sound, { fields: { value: [] } }) as typeof sound;
  sends(scene, unsound);
  expect(await broken(scene)).toEqual(['alice: sends what can not be read: OPTIONS sip:bob@192.0.2.1 SIP/2.0']);
});

test('what was seen of calls is forgotten at rest, what was broken is not; and it is bounded', async () => {
  const scene = watched();
  sends(scene, buildResponse(request('ACK'), 481, { toTag: 'a' }));
  expect(await broken(scene)).toHaveLength(1);
  await call(scene, [486, 'c']);
  expect(await broken(scene)).toHaveLength(1);
  for (let time = 0; time < 2000; time++) sends(scene, buildResponse(request('ACK'), 481, { toTag: 'a' }));
  expect(scene.invariants.broken).toHaveLength(1000);
});
