/**
 * The races of a call, a row each: what crosses what, and what has to come of it. Read a ladder as one line of time:
 * `INVITE>` goes from the caller to the called, `<180` back, `<200(BYE)` answers a BYE, a cross marks what never arrived.
 * Alice and Bob are whole user agents, 10 ms apart; Carol is played by hand. After each row everything is at rest, with no
 * actor and no timer left, and the invariants of the stacks hold.
 */
import { describe, expect, test } from 'vitest';
import { buildResponse } from '../../src/message/response.ts';
import { engines, Scene } from './scene.ts';

interface Race {
  /** What the network and the users do; then all is left to itself. */
  readonly play: (scene: Scene) => Promise<void>;
  readonly ladder: string;
  /** What Alice and Bob know when the play is over, unless they took no part. */
  readonly alice?: string;
  readonly bob?: string;
  /** What was counted, when anything was. */
  readonly counted?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly answerLimit?: number;
}

const atCarol = 'sip:carol@192.0.2.3';

type Row = readonly [title: string, race: Race];

/** The CANCEL crosses a refusal. */
const crossedBy = (status: number): Race => ({
  async play(scene) {
    await scene.aliceCalls();
    scene.bobSays(180);
    await scene.pass(100);
    scene.bobSays(status);
    scene.aliceGivesUp();
    await scene.pass(200);
  },
  ladder: `INVITE> <180 <${status} CANCEL> ACK> <200(CANCEL)`,
  alice: 'given up'
});

const cancels: readonly Row[] = [
  [
    '§9.1: before any response, CANCEL waits for the first',
    {
      async play(scene) {
        await scene.aliceCalls();
        scene.aliceGivesUp();
        await scene.pass(1000);
      },
      ladder: 'INVITE> <100 CANCEL> <487 <200(CANCEL) ACK>',
      alice: 'given up'
    }
  ],
  [
    '§9.1: before any response, and none comes: no CANCEL at all',
    {
      async play(scene) {
        scene.wire.lose({ to: 'bob' });
        await scene.aliceCalls();
        scene.aliceGivesUp();
        await scene.pass(32_000);
      },
      ladder: '7*INVITE>x',
      alice: 'given up'
    }
  ],
  [
    '§9.1, §13.2.2.4: before any response, and a 2xx is the first: ACK and BYE, no CANCEL',
    {
      async play(scene) {
        scene.carolAgrees();
        await scene.aliceCalls(atCarol);
        scene.aliceGivesUp();
        scene.carolSays(200);
        await scene.pass(100);
      },
      ladder: 'INVITE> <200 ACK> BYE> <200(BYE)',
      alice: 'given up'
    }
  ],
  [
    '§9.1: before any response, and a refusal is the first: ACK, no CANCEL',
    {
      async play(scene) {
        await scene.aliceCalls(atCarol);
        scene.aliceGivesUp();
        scene.carolSays(486);
        await scene.pass(100);
      },
      ladder: 'INVITE> <486 ACK>',
      alice: 'given up'
    }
  ],
  [
    '§9.1, §9.2: after a provisional response: 487 for the INVITE, 200 for the CANCEL',
    {
      async play(scene) {
        await scene.aliceCalls();
        scene.bobSays(180);
        await scene.pass(100);
        scene.aliceGivesUp();
        await scene.pass(100);
      },
      ladder: 'INVITE> <180 CANCEL> <487 <200(CANCEL) ACK>',
      alice: 'given up'
    }
  ],
  [
    '§9.1, §13.2.2.4: CANCEL crosses the 2xx: ACK and BYE, and the CANCEL changes nothing',
    {
      async play(scene) {
        await scene.aliceCalls();
        scene.bobSays(180);
        await scene.pass(100);
        scene.bobSays(200);
        scene.aliceGivesUp();
        await scene.pass(200);
      },
      ladder: 'INVITE> <180 <200 CANCEL> ACK> BYE> <200(CANCEL) <200(BYE)',
      alice: 'given up',
      bob: 'over'
    }
  ],
  ['§9.1, §9.2: CANCEL crosses a 302: it is acknowledged, and the CANCEL changes nothing', crossedBy(302)],
  ['§9.1, §9.2: CANCEL crosses a 486: it is acknowledged, and the CANCEL changes nothing', crossedBy(486)],
  ['§9.1, §9.2: CANCEL crosses a 503: it is acknowledged, and the CANCEL changes nothing', crossedBy(503)],
  ['§9.1, §9.2: CANCEL crosses a 600: it is acknowledged, and the CANCEL changes nothing', crossedBy(600)],
  [
    '§9.2: CANCEL overtakes its INVITE: 481, and the INVITE rings all the same',
    {
      async play(scene) {
        scene.carol.send('bob', scene.carolsRequest('CANCEL', { branch: 'z9hG4bKc1' }), scene.carolsInvite());
        await scene.pass(20);
        scene.bobSays(486);
        await scene.pass(20);
        scene.carol.send('bob', scene.carolsRequest('ACK', { branch: 'z9hG4bKc1' }));
      },
      ladder: 'CANCEL> INVITE> <481(CANCEL) <486 ACK>'
    }
  ],
  [
    '§9.2: CANCEL comes when its INVITE is forgotten: 481',
    {
      async play(scene) {
        scene.carol.send('bob', scene.carolsInvite());
        await scene.pass(20);
        scene.bobSays(486);
        await scene.pass(20);
        scene.carol.send('bob', scene.carolsRequest('ACK', { branch: 'z9hG4bKc1' }));
        await scene.pass(5020);
        scene.carol.send('bob', scene.carolsRequest('CANCEL', { branch: 'z9hG4bKc1' }));
      },
      ladder: 'INVITE> <486 ACK> CANCEL> <481(CANCEL)'
    }
  ],
  [
    '§9.1, §17.1.2.2: CANCEL and the 487 are lost once: both are sent again',
    {
      async play(scene) {
        scene.wire.lose({ what: 'CANCEL', times: 1 });
        scene.wire.lose({ what: '487 INVITE', times: 1 });
        await scene.aliceCalls();
        scene.bobSays(180);
        await scene.pass(100);
        scene.aliceGivesUp();
        await scene.pass(2000);
      },
      ladder: 'INVITE> <180 CANCEL>x CANCEL> x<487 <200(CANCEL) <487 ACK>',
      alice: 'given up'
    }
  ],
  [
    '§9.1: CANCEL is answered, the INVITE never is: given up 64·T1 later',
    {
      async play(scene) {
        scene.carolAgrees();
        await scene.aliceCalls(atCarol);
        scene.carolSays(180);
        await scene.pass(100);
        scene.aliceGivesUp();
        await scene.pass(31_999);
        expect(scene.aliceKnows).toBe('ringing');
        await scene.pass(1);
      },
      ladder: 'INVITE> <180 CANCEL> <200(CANCEL)',
      alice: 'given up'
    }
  ],
  [
    '§9.1, RFC 6026 §7.3: and the 2xx comes after that: dropped and counted',
    {
      async play(scene) {
        scene.carolAgrees();
        await scene.aliceCalls(atCarol);
        scene.carolSays(180);
        await scene.pass(100);
        scene.aliceGivesUp();
        await scene.pass(32_000);
        scene.carolSays(200);
        await scene.pass(100);
      },
      ladder: 'INVITE> <180 CANCEL> <200(CANCEL) <200',
      alice: 'given up',
      counted: { alice: { strayResponse: 1 } }
    }
  ]
];

const forks: readonly Row[] = [
  [
    '§13.2.2.4: three forks ring, one answers: one call, the early dialogs of the others end',
    {
      async play(scene) {
        scene.carolAgrees();
        await scene.aliceCalls(atCarol);
        for (const tag of ['c1', 'c2', 'c3']) scene.carolSays(180, tag);
        await scene.pass(100);
        expect(scene.alice.stack.dialogs).toBe(3);
        scene.carolSays(200, 'c2');
        await scene.pass(100);
        scene.aliceHangsUp();
        await scene.pass(32_000);
        expect(scene.alice.stack.dialogs).toBe(0);
      },
      ladder: 'INVITE> 3*<180 <200 ACK> BYE> <200(BYE)',
      alice: 'over'
    }
  ],
  [
    '§13.2.2.4: two forks answer: the second is acknowledged and hung up',
    {
      async play(scene) {
        scene.carolAgrees();
        await scene.aliceCalls(atCarol);
        scene.carolSays(180, 'c1');
        scene.carolSays(180, 'c2');
        scene.carolSays(200, 'c1');
        await scene.pass(100);
        scene.carolSays(200, 'c2');
        await scene.pass(100);
        expect(scene.aliceKnows).toBe('up');
        expect(scene.carol.request('BYE').to.tag).toBe('c2');
        scene.aliceHangsUp();
        await scene.pass(100);
        expect(scene.carol.request('BYE').to.tag).toBe('c1');
      },
      ladder: 'INVITE> 2*<180 <200 ACK> <200 ACK> BYE> <200(BYE) BYE> <200(BYE)',
      alice: 'over'
    }
  ],
  [
    '§13.2.2.4: three forks answer at one instant, none has rung: one call, two are hung up',
    {
      async play(scene) {
        scene.carolAgrees();
        await scene.aliceCalls(atCarol);
        for (const tag of ['c1', 'c2', 'c3']) scene.carolSays(200, tag);
        await scene.pass(100);
        expect(scene.alice.calls.map(({ id }) => id.remoteTag)).toEqual(['c1']);
        scene.aliceHangsUp();
        await scene.pass(100);
      },
      ladder: 'INVITE> 3*<200 2*ACK> BYE> ACK> BYE> 2*<200(BYE) BYE> <200(BYE)',
      alice: 'over'
    }
  ],
  [
    '§13.2.2.4: the 2xx of a second fork is repeated: one ACK for each, one BYE in all',
    {
      async play(scene) {
        scene.carolAgrees();
        await scene.aliceCalls(atCarol);
        scene.carolSays(200, 'c1');
        await scene.pass(100);
        scene.wire.lose({ what: '200 BYE', times: 1 });
        scene.carolSays(200, 'c2');
        await scene.pass(100);
        scene.carolSays(200, 'c2');
        await scene.pass(1000);
        scene.aliceHangsUp();
        await scene.pass(100);
      },
      ladder: 'INVITE> <200 ACK> <200 ACK> BYE> x<200(BYE) <200 ACK> BYE> <200(BYE) BYE> <200(BYE)',
      alice: 'over'
    }
  ],
  [
    '§9.1, §13.2.2.4: cancelled, and two forks answer all the same: both are acknowledged and hung up',
    {
      async play(scene) {
        scene.carolAgrees();
        await scene.aliceCalls(atCarol);
        scene.carolSays(180, 'c1');
        await scene.pass(10);
        scene.aliceGivesUp();
        scene.carolSays(200, 'c1');
        scene.carolSays(200, 'c2');
        await scene.pass(100);
      },
      ladder: 'INVITE> <180 CANCEL> 2*<200 <200(CANCEL) ACK> BYE> ACK> BYE> 2*<200(BYE)',
      alice: 'given up'
    }
  ],
  [
    'RFC 6026 §8.4, §7.3: another fork answers when Timer M has run out: dropped and counted',
    {
      async play(scene) {
        scene.carolAgrees();
        await scene.aliceCalls(atCarol);
        scene.carolSays(200, 'c1');
        await scene.pass(10 + 32_000);
        scene.carolSays(200, 'c2');
        await scene.pass(10);
        scene.aliceHangsUp();
        await scene.pass(100);
      },
      ladder: 'INVITE> <200 ACK> <200 BYE> <200(BYE)',
      alice: 'over',
      counted: { alice: { strayResponse: 1 } }
    }
  ]
];

const responses: readonly Row[] = [
  [
    '§13.2.2.4: every response comes twice: one call, an ACK for each 2xx',
    {
      async play(scene) {
        scene.wire.repeat({ from: 'bob' }, [5]);
        await scene.aliceCalls();
        scene.bobSays(180);
        await scene.pass(100);
        scene.bobSays(200);
        await scene.pass(100);
        scene.aliceHangsUp();
        await scene.pass(100);
      },
      ladder: 'INVITE> <180 <200 2*ACK> BYE> <200(BYE)',
      alice: 'over',
      bob: 'over'
    }
  ],
  [
    '§17.1.1.2: a refusal comes twice: an ACK for each, told once',
    {
      async play(scene) {
        scene.wire.repeat({ from: 'bob' }, [5]);
        await scene.aliceCalls();
        scene.bobSays(486);
        await scene.pass(100);
      },
      ladder: 'INVITE> <486 2*ACK>',
      alice: 'rejected 486'
    }
  ],
  [
    '§17.1.1.2: a 180 that the 200 has overtaken is nothing any more',
    {
      async play(scene) {
        scene.wire.delay({ what: '180 INVITE' }, 100);
        await scene.aliceCalls();
        scene.bobSays(180);
        scene.bobSays(200);
        await scene.pass(200);
        scene.aliceHangsUp();
        await scene.pass(100);
      },
      ladder: 'INVITE> <180 <200 ACK> BYE> <200(BYE)',
      alice: 'over',
      bob: 'over'
    }
  ],
  [
    '§17.1.1.2: a 180 after the refusal is nothing any more',
    {
      async play(scene) {
        scene.wire.delay({ what: '180 INVITE' }, 100);
        await scene.aliceCalls();
        scene.bobSays(180);
        scene.bobSays(486);
        await scene.pass(200);
      },
      ladder: 'INVITE> <180 <486 ACK>',
      alice: 'rejected 486'
    }
  ],
  [
    'RFC 6026 §8.4: a refusal after the 2xx is nothing any more',
    {
      async play(scene) {
        scene.carolAgrees();
        await scene.aliceCalls(atCarol);
        scene.carolSays(200, 'c1');
        scene.carolSays(486, 'c2');
        await scene.pass(100);
        expect(scene.aliceKnows).toBe('up');
        scene.aliceHangsUp();
        await scene.pass(100);
      },
      ladder: 'INVITE> <200 <486 ACK> BYE> <200(BYE)',
      alice: 'over'
    }
  ],
  [
    '§17.1.1.2: a 2xx after the refusal is nothing any more',
    {
      async play(scene) {
        await scene.aliceCalls(atCarol);
        scene.carolSays(486, 'c1');
        scene.carolSays(200, 'c2');
        await scene.pass(100);
      },
      ladder: 'INVITE> <486 <200 ACK>',
      alice: 'rejected 486'
    }
  ],
  [
    '§17.1.3, RFC 6026 §7.3: a response to a transaction that has ended: dropped and counted',
    {
      async play(scene) {
        await scene.aliceCalls(atCarol);
        scene.carolSays(486);
        await scene.pass(32_010);
        scene.carolSays(486);
        scene.carolSays(180);
        await scene.pass(100);
      },
      ladder: 'INVITE> <486 ACK> <486 <180',
      alice: 'rejected 486',
      counted: { alice: { strayResponse: 2 } }
    }
  ],
  [
    '§17.1.2.2: the 200 to a BYE comes twice: the second is absorbed',
    {
      async play(scene) {
        scene.wire.repeat({ what: '200 BYE' }, [5]);
        await scene.aliceCalls();
        scene.bobSays(200);
        await scene.pass(100);
        scene.aliceHangsUp();
        await scene.pass(100);
      },
      ladder: 'INVITE> <200 ACK> BYE> <200(BYE)',
      alice: 'over',
      bob: 'over'
    }
  ],
  [
    '§18.1.2: a response whose top Via is not ours: dropped and counted',
    {
      async play(scene) {
        await scene.aliceCalls(atCarol);
        const theirs = scene.carolsInvite({ via: 'SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKx' });
        scene.wire.inject('carol', 'alice', buildResponse(theirs, 200));
        scene.carolSays(486);
        await scene.pass(100);
      },
      ladder: 'INVITE> <486 ACK>',
      alice: 'rejected 486',
      counted: { alice: { foreignResponse: 1 } }
    }
  ]
];

const transportErrors: readonly Row[] = [
  [
    '§17.1.4: the INVITE can not be sent',
    {
      async play(scene) {
        scene.wire.fail({ from: 'alice' });
        await scene.aliceCalls();
        await scene.pass(100);
      },
      ladder: 'INVITE>x',
      alice: 'SipTransportError'
    }
  ],
  [
    '§17.1.4: the INVITE can not be sent again, before any response',
    {
      async play(scene) {
        scene.wire.lose({ what: 'INVITE', times: 1 });
        scene.wire.fail({ what: 'INVITE' });
        await scene.aliceCalls();
        await scene.pass(500);
      },
      ladder: '2*INVITE>x',
      alice: 'SipTransportError'
    }
  ],
  [
    '§9.1: the CANCEL can not be sent: the INVITE goes on, and is given up 64·T1 later',
    {
      async play(scene) {
        scene.wire.fail({ what: 'CANCEL' });
        await scene.aliceCalls(atCarol);
        scene.carolSays(180);
        await scene.pass(100);
        scene.aliceGivesUp();
        await scene.pass(31_999);
        expect(scene.aliceKnows).toBe('ringing');
        await scene.pass(1);
      },
      ladder: 'INVITE> <180 CANCEL>x',
      alice: 'given up'
    }
  ],
  [
    '§9.1: the CANCEL can not be sent, and the peer answers: ACK and BYE',
    {
      async play(scene) {
        scene.wire.fail({ what: 'CANCEL' });
        await scene.aliceCalls();
        scene.bobSays(180);
        await scene.pass(100);
        scene.aliceGivesUp();
        await scene.pass(100);
        scene.bobSays(200);
        await scene.pass(100);
      },
      ladder: 'INVITE> <180 CANCEL>x <200 ACK> BYE> <200(BYE)',
      alice: 'given up',
      bob: 'over'
    }
  ],
  [
    '§17.1.1.2: in Completed, the ACK can not be sent: the refusal stands, what comes later is stray',
    {
      async play(scene) {
        scene.wire.fail({ what: 'ACK', times: 1 });
        await scene.aliceCalls();
        scene.bobSays(486);
        await scene.pass(40_000);
      },
      ladder: 'INVITE> <486 ACK>x 10*<486',
      alice: 'rejected 486',
      counted: { alice: { strayResponse: 10 }, bob: { timeout: 1 } }
    }
  ],
  [
    'RFC 6026 §8.4: in Accepted, the ACK can not be sent: the next 2xx gets it again',
    {
      async play(scene) {
        scene.wire.fail({ what: 'ACK', times: 1 });
        await scene.aliceCalls();
        scene.bobSays(200);
        await scene.pass(1000);
        scene.aliceHangsUp();
        await scene.pass(100);
      },
      ladder: 'INVITE> <200 ACK>x <200 ACK> BYE> <200(BYE)',
      alice: 'over',
      bob: 'over'
    }
  ],
  [
    '§15.1.1: the BYE can not be sent: the call is over for who sent it, the peer’s own BYE gets 481',
    {
      async play(scene) {
        await scene.aliceCalls();
        scene.bobSays(200);
        await scene.pass(100);
        scene.wire.fail({ what: 'BYE', from: 'alice' });
        scene.aliceHangsUp();
        await scene.pass(100);
        expect(scene.bobKnows).toBe('up');
        scene.bobHangsUp();
        await scene.pass(100);
      },
      ladder: 'INVITE> <200 ACK> BYE>x <BYE 481(BYE)>',
      alice: 'over',
      bob: 'over'
    }
  ],
  [
    'RFC 6026 §7.1: a provisional response can not be sent: the next one can',
    {
      async play(scene) {
        scene.wire.fail({ what: '180 INVITE', times: 1 });
        await scene.aliceCalls();
        scene.bobSays(180);
        await scene.pass(1000);
        scene.bobSays(486);
        await scene.pass(100);
      },
      ladder: 'INVITE> x<180 INVITE> <180 <486 ACK>',
      alice: 'rejected 486',
      counted: { bob: { transportError: 1 } }
    }
  ],
  [
    'RFC 6026 §7.1: in Accepted, the 2xx can not be sent: it is said again',
    {
      async play(scene) {
        scene.wire.fail({ what: '200 INVITE', times: 2 });
        await scene.aliceCalls();
        scene.bobSays(200);
        await scene.pass(2000);
        scene.aliceHangsUp();
        await scene.pass(100);
      },
      ladder: 'INVITE> x<200 INVITE> x<200 INVITE> <200 ACK> BYE> <200(BYE)',
      alice: 'over',
      bob: 'over',
      counted: { bob: { transportError: 2 } }
    }
  ],
  [
    'RFC 6026 §7.1: in Completed, the refusal can not be sent: Timer G sends it again',
    {
      async play(scene) {
        scene.wire.fail({ what: '486 INVITE', times: 1 });
        await scene.aliceCalls();
        scene.bobSays(180);
        await scene.pass(100);
        scene.bobSays(486);
        await scene.pass(1000);
      },
      ladder: 'INVITE> <180 x<486 <486 ACK>',
      alice: 'rejected 486',
      counted: { bob: { transportError: 1 } }
    }
  ],
  [
    '§17.2.2: the 200 to a BYE can not be sent: the call is over, and the BYE sent again finds no dialog',
    {
      async play(scene) {
        await scene.aliceCalls();
        scene.bobSays(200);
        await scene.pass(100);
        scene.wire.fail({ what: '200 BYE', times: 1 });
        scene.aliceHangsUp();
        await scene.pass(1000);
      },
      ladder: 'INVITE> <200 ACK> BYE> x<200(BYE) BYE> <481(BYE)',
      alice: 'over',
      bob: 'over',
      counted: { bob: { transportError: 1 } }
    }
  ]
];

const acks: readonly Row[] = [
  [
    '§13.3.1.4: the ACK is lost once: the 2xx and the ACK are sent again',
    {
      async play(scene) {
        scene.wire.lose({ what: 'ACK', times: 1 });
        await scene.aliceCalls();
        scene.bobSays(200);
        await scene.pass(100);
        expect(scene.bobKnows).toBe('answering');
        await scene.pass(500);
        scene.aliceHangsUp();
        await scene.pass(100);
      },
      ladder: 'INVITE> <200 ACK>x <200 ACK> BYE> <200(BYE)',
      alice: 'over',
      bob: 'over'
    }
  ],
  [
    '§13.3.1.4: the ACK comes twice: the second is absorbed',
    {
      async play(scene) {
        scene.wire.repeat({ what: 'ACK' }, [5]);
        await scene.aliceCalls();
        scene.bobSays(200);
        await scene.pass(100);
        scene.aliceHangsUp();
        await scene.pass(100);
      },
      ladder: 'INVITE> <200 ACK> BYE> <200(BYE)',
      alice: 'over',
      bob: 'over'
    }
  ],
  [
    '§17.2.1: the ACK to a refusal comes twice: the second is absorbed',
    {
      async play(scene) {
        scene.wire.repeat({ what: 'ACK' }, [5]);
        await scene.aliceCalls();
        scene.bobSays(486);
        await scene.pass(100);
      },
      ladder: 'INVITE> <486 ACK>',
      alice: 'rejected 486'
    }
  ],
  [
    '§17.2.1: the ACK comes before anything was answered: counted, and not answered',
    {
      async play(scene) {
        scene.carol.send('bob', scene.carolsInvite(), scene.carolsRequest('ACK', { branch: 'z9hG4bKc1' }));
        await scene.pass(20);
        scene.bobSays(486);
        await scene.pass(20);
        scene.carol.send('bob', scene.carolsRequest('ACK', { branch: 'z9hG4bKc1' }));
      },
      ladder: 'INVITE> ACK> <486 ACK>',
      counted: { bob: { strayAck: 1 } }
    }
  ],
  [
    '§17.2.1: the ACK comes when all is forgotten: counted, and not answered',
    {
      async play(scene) {
        scene.wire.repeat({ what: 'ACK' }, [6000]);
        await scene.aliceCalls();
        scene.bobSays(486);
        await scene.pass(100);
      },
      ladder: 'INVITE> <486 ACK>',
      alice: 'rejected 486',
      counted: { bob: { strayAck: 1 } }
    }
  ],
  [
    '§13.2.2.4: an ACK of another number is none: the 2xx goes on until the right one comes',
    {
      async play(scene) {
        scene.carol.send('bob', scene.carolsInvite());
        await scene.pass(20);
        scene.bobSays(200);
        await scene.pass(20);
        scene.carol.send('bob', scene.carolsRequest('ACK', { sequence: 2 }));
        await scene.pass(1000);
        scene.carol.send('bob', scene.carolsRequest('ACK'));
        await scene.pass(20);
        scene.bobHangsUp();
        await scene.pass(20);
        scene.carol.respond(scene.carol.request('BYE'), 200);
        await scene.pass(20);
      },
      ladder: 'INVITE> <200 ACK> <200 ACK> <BYE 200(BYE)>',
      bob: 'over'
    }
  ]
];

const merged: readonly Row[] = [
  [
    '§8.2.2.2: the INVITE comes by two paths: 482 for the second',
    {
      async play(scene) {
        scene.carol.send('bob', scene.carolsInvite(), scene.carolsInvite({ branch: 'z9hG4bKc2' }));
        await scene.pass(20);
        scene.carol.send('bob', scene.carolsRequest('ACK', { branch: 'z9hG4bKc2' }));
        scene.bobSays(486);
        await scene.pass(20);
        scene.carol.send('bob', scene.carolsRequest('ACK', { branch: 'z9hG4bKc1' }));
      },
      ladder: '2*INVITE> <482 ACK> <486 ACK>'
    }
  ],
  [
    '§8.2.2.2: and once more when the first is answered: 482 still',
    {
      async play(scene) {
        scene.carol.send('bob', scene.carolsInvite());
        await scene.pass(20);
        scene.bobSays(200);
        await scene.pass(20);
        scene.carol.send('bob', scene.carolsRequest('ACK'), scene.carolsInvite({ branch: 'z9hG4bKc2' }));
        await scene.pass(20);
        scene.carol.send('bob', scene.carolsRequest('ACK', { branch: 'z9hG4bKc2' }));
        expect(scene.bobKnows).toBe('up');
        scene.bobHangsUp();
        await scene.pass(20);
        scene.carol.respond(scene.carol.request('BYE'), 200);
        await scene.pass(20);
      },
      ladder: 'INVITE> <200 ACK> INVITE> <482 ACK> <BYE 200(BYE)>',
      bob: 'over'
    }
  ],
  [
    '§8.2.2.2: an OPTIONS comes by two paths: 482 for the second',
    {
      async play(scene) {
        scene.carol.send(
          'bob',
          scene.carolsRequest('OPTIONS'),
          scene.carolsRequest('OPTIONS', { branch: 'z9hG4bKc2' })
        );
        await scene.pass(20);
      },
      ladder: '2*OPTIONS> <200(OPTIONS) <482(OPTIONS)'
    }
  ]
];

const users: readonly Row[] = [
  [
    '§13.3.1.4: the user answers twice: one 2xx, and a UsageError for the second',
    {
      async play(scene) {
        await scene.aliceCalls();
        scene.bobSays(200);
        scene.bobSays(200);
        await scene.pass(100);
        scene.aliceHangsUp();
        await scene.pass(100);
      },
      ladder: 'INVITE> <200 ACK> BYE> <200(BYE)',
      alice: 'over',
      bob: 'UsageError'
    }
  ],
  [
    '§13.3.1.3: the user refuses and answers: the refusal stands',
    {
      async play(scene) {
        await scene.aliceCalls();
        scene.bobSays(486);
        scene.bobSays(200);
        await scene.pass(100);
      },
      ladder: 'INVITE> <486 ACK>',
      alice: 'rejected 486',
      bob: 'UsageError'
    }
  ],
  [
    '§9.2: the user answers when the CANCEL has come: nothing more is sent',
    {
      async play(scene) {
        await scene.aliceCalls();
        scene.bobSays(180);
        await scene.pass(100);
        scene.aliceGivesUp();
        await scene.pass(100);
        scene.bobSays(200);
        await scene.pass(100);
      },
      ladder: 'INVITE> <180 CANCEL> <487 <200(CANCEL) ACK>',
      alice: 'given up',
      bob: 'SipCancelledError'
    }
  ],
  [
    '§13.3.1.3: the user never answers: 408 at its limit',
    {
      async play(scene) {
        await scene.aliceCalls();
        await scene.pass(10_100);
      },
      ladder: 'INVITE> <100 <408 ACK>',
      alice: 'rejected 408',
      answerLimit: 10_000
    }
  ],
  [
    '§13.3.1.1: the user rings and never answers: 180 each minute, and CANCEL when the caller’s patience is over',
    {
      async play(scene) {
        await scene.aliceCalls();
        scene.bobSays(180);
        await scene.pass(180_100);
      },
      ladder: 'INVITE> 4*<180 CANCEL> <487 <200(CANCEL) ACK>',
      alice: 'SipTimeoutError',
      answerLimit: 600_000
    }
  ],
  [
    '§15: the callee hangs up before the ACK: its BYE waits for it',
    {
      async play(scene) {
        scene.wire.delay({ what: 'ACK' }, 200);
        await scene.aliceCalls();
        scene.bobSays(200);
        await scene.pass(100);
        scene.bobHangsUp();
        await scene.pass(1000);
      },
      ladder: 'INVITE> <200 ACK> <BYE 200(BYE)>',
      alice: 'over',
      bob: 'over'
    }
  ],
  [
    '§15.1.2: the caller’s BYE overtakes its ACK: 200, and the late ACK is stray',
    {
      async play(scene) {
        scene.wire.delay({ what: 'ACK' }, 200);
        await scene.aliceCalls();
        scene.bobSays(200);
        await scene.pass(20);
        scene.aliceHangsUp();
        await scene.pass(1000);
      },
      ladder: 'INVITE> <200 ACK> BYE> <200(BYE)',
      alice: 'over',
      bob: 'SipCancelledError',
      counted: { bob: { strayAck: 1 } }
    }
  ],
  [
    '§15.1.1: both hang up at one instant: both BYEs are answered 200',
    {
      async play(scene) {
        await scene.aliceCalls();
        scene.bobSays(200);
        await scene.pass(100);
        scene.aliceHangsUp();
        scene.bobHangsUp();
        await scene.pass(100);
      },
      ladder: 'INVITE> <200 ACK> BYE> <BYE <200(BYE) 200(BYE)>',
      alice: 'over',
      bob: 'over'
    }
  ],
  [
    '§15.1.1: a BYE that nobody answers: 11 of them, and the call is over all the same',
    {
      async play(scene) {
        await scene.aliceCalls();
        scene.bobSays(200);
        await scene.pass(100);
        const heal = scene.wire.partition('alice', 'bob');
        scene.aliceHangsUp();
        await scene.pass(32_000);
        heal();
        scene.bobHangsUp();
        await scene.pass(100);
      },
      ladder: 'INVITE> <200 ACK> 11*BYE>x <BYE 481(BYE)>',
      alice: 'over',
      bob: 'over'
    }
  ]
];

describe.each(engines)('%s', (_, logic) => {
  const run = async (__: string, { play, ladder, alice, bob, counted = {}, answerLimit }: Race): Promise<void> => {
    const scene = new Scene({ logic, ...(answerLimit === undefined ? {} : { answerLimit }) });
    await play(scene);
    const { aliceKnows, bobKnows } = scene;
    await scene.rests();
    expect({ ladder: scene.ladder, alice: aliceKnows, bob: bobKnows, counted: scene.counted }).toEqual({
      ladder,
      alice: alice ?? 'nothing',
      bob: bob ?? 'nothing',
      counted
    });
    expect([...scene.invariants.rest(), ...scene.wire.errors]).toEqual([]);
  };

  describe('CANCEL', () => {
    test.each(cancels)('%s', run);
  });
  describe('several forks', () => {
    test.each(forks)('%s', run);
  });
  describe('late and repeated responses', () => {
    test.each(responses)('%s', run);
  });
  describe('what can not be sent', () => {
    test.each(transportErrors)('%s', run);
  });
  describe('ACK', () => {
    test.each(acks)('%s', run);
  });
  describe('merged requests', () => {
    test.each(merged)('%s', run);
  });
  describe('users', () => {
    test.each(users)('%s', run);
  });
});
