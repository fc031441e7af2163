import { describe, expect, test } from 'vitest';
import { parse } from 'sdp-transform';
import type { SipRequest } from '../../src/message/message.ts';
import { answerEveryCall, type CallReport } from '../../src/server/answering-machine.ts';
import type { StackOptions } from '../../src/stack/stack.ts';
import { buildCancel } from '../../src/transaction/cancel.ts';
import type { UserAgent } from '../../src/ua/user-agent.ts';
import { bob as addressOfBob, invite, request } from '../support/messages.ts';
import { atBob, sdpOfAlice, watch } from '../support/phones.ts';
import { latency, Wire } from '../support/wire.ts';

const video = sdpOfAlice.replace('m=audio', 'm=video');

class Machine {
  readonly wire = new Wire();
  readonly reports: CallReport[] = [];
  readonly agent: UserAgent;

  constructor(options: Partial<StackOptions> = {}) {
    this.agent = answerEveryCall({
      stack: this.wire.stack('bob', options),
      clock: this.wire.clock,
      address: '192.0.2.1',
      onCallEnd: (report) => this.reports.push(report),
      onError: this.wire.onError
    });
  }

  /** Where the peer's requests inside the dialog go. */
  get to(): string {
    return `${addressOfBob};tag=${this.wire.response('200 INVITE').to.tag ?? ''}`;
  }

  /** Alice, who has no stack, calls; the call is up. */
  async isCalled(sdp?: string): Promise<void> {
    this.wire.inject('alice', 'bob', withOffer(sdp, {}));
    await this.wire.settle();
    this.wire.inject('alice', 'bob', request('ACK', { to: this.to, branch: 'z9hG4bKack' }));
    await this.wire.settle();
  }
}

function withOffer(sdp: string | undefined, text: Parameters<typeof invite>[0]): SipRequest {
  const described = { fields: ['Content-Type: application/sdp'], body: sdp?.replaceAll('\r', '') ?? '' };
  return invite(sdp === undefined ? text : { ...text, ...described });
}

const sdpIn = (wire: Wire) => parse(new TextDecoder().decode(wire.response('200 INVITE').body));

describe('§13.3.1.4: every call is answered', () => {
  test('an offer with an answer: the stream is taken, inactive', async () => {
    const { wire, reports } = new Machine();
    const alice = wire.userAgent('alice');
    const placed = watch(alice.invite(atBob, { sdp: sdpOfAlice }));
    await wire.settle();
    expect(placed.state).toBe('resolved');
    expect(wire.response('200 INVITE').field('Content-Type')?.value).toBe('application/sdp');
    expect(sdpIn(wire)).toMatchObject({
      origin: { address: '192.0.2.1' },
      connection: { ip: '192.0.2.1' },
      media: [{ type: 'audio', port: 9, protocol: 'RTP/AVP', direction: 'inactive' }]
    });
    await wire.pass(10_000);
    expect(reports).toEqual([]);
    void placed.value?.hangUp();
    await wire.settle();
    expect(reports).toEqual([
      {
        from: 'sip:alice@example.org',
        to: atBob,
        states: ['Confirmed', 'Terminated'],
        by: 'remote',
        duration: 10_000 + 10 * latency
      }
    ]);
    await wire.expectNothingLeft();
  });

  test('no offer with one of ours (§13.2.1)', async () => {
    const machine = new Machine();
    await machine.isCalled();
    expect(sdpIn(machine.wire).media).toMatchObject([{ type: 'audio', port: 9, direction: 'inactive' }]);
  });
});

test('§13.3.1.3: an offer of nothing we can take is 488', async () => {
  const { wire, reports } = new Machine();
  const placed = watch(wire.userAgent('alice').invite(atBob, { sdp: video }));
  await wire.settle();
  expect(placed.state).toMatchObject({ status: 488 });
  expect(reports).toEqual([
    { from: 'sip:alice@example.org', to: atBob, states: ['Rejected'], by: undefined, duration: 0 }
  ]);
  await wire.expectNothingLeft();
});

test('a call that was cancelled before we were asked is reported', async () => {
  const { wire, reports } = new Machine();
  const calling = withOffer(sdpOfAlice, {});
  wire.inject('alice', 'bob', calling, buildCancel(calling));
  await wire.settle();
  expect(reports).toMatchObject([{ states: ['Cancelled'], by: undefined }]);
  expect(wire.errors).toEqual([]);
});

test('§13.3.1.4: no ACK: the call is hung up and reported so', async () => {
  const { wire, reports } = new Machine();
  wire.inject('alice', 'bob', withOffer(sdpOfAlice, {}));
  await wire.pass(32_000);
  expect(wire.ladder().at(-1)).toBe('bob → alice BYE');
  await wire.pass(32_000);
  expect(reports).toMatchObject([{ states: ['Confirmed', 'Terminated'], by: 'unacknowledged', duration: 64_000 }]);
});

test('§15.1.2: a BYE before the ACK: reported as the peer’s', async () => {
  const machine = new Machine();
  machine.wire.inject('alice', 'bob', withOffer(sdpOfAlice, {}));
  await machine.wire.settle();
  machine.wire.inject('alice', 'bob', request('BYE', { to: machine.to, sequence: 2, branch: 'z9hG4bKbye' }));
  await machine.wire.settle();
  expect(machine.reports).toMatchObject([{ by: 'remote' }]);
  expect(machine.wire.errors).toEqual([]);
});

test('a call that lasts too long is hung up', async () => {
  const { wire, reports } = new Machine({ callLimits: { longestCall: 60_000 } });
  void watch(wire.userAgent('alice').invite(atBob, { sdp: sdpOfAlice }));
  await wire.pass(60_000 + 10 * latency);
  expect(reports).toMatchObject([{ by: 'longest-call' }]);
});

describe('§14.2: re-INVITEs', () => {
  test('are answered', async () => {
    const machine = new Machine();
    await machine.isCalled(sdpOfAlice);
    machine.wire.inject('alice', 'bob', withOffer(sdpOfAlice, { to: machine.to, sequence: 2, branch: 'z9hG4bKa2' }));
    await machine.wire.settle();
    expect(machine.wire.response('200 INVITE').cseq.sequence).toBe(2);
    expect(sdpIn(machine.wire).media).toMatchObject([{ type: 'audio', port: 9 }]);
  });

  test('are refused with 488 when nothing in them can be taken; the call goes on', async () => {
    const machine = new Machine();
    await machine.isCalled(sdpOfAlice);
    machine.wire.inject('alice', 'bob', withOffer(video, { to: machine.to, sequence: 2, branch: 'z9hG4bKa2' }));
    await machine.wire.settle();
    expect(machine.wire.ladder().at(-1)).toBe('bob → alice 488 INVITE');
    expect(machine.agent.calls).toHaveLength(1);
  });

  test.each([sdpOfAlice, video])('may be cancelled in the turn they came in, offering %j', async (sdp) => {
    const machine = new Machine();
    await machine.isCalled(sdpOfAlice);
    const again = withOffer(sdp, { to: machine.to, sequence: 2, branch: 'z9hG4bKa2' });
    machine.wire.inject('alice', 'bob', again, buildCancel(again));
    await machine.wire.settle();
    expect(machine.wire.ladder()).toContain('bob → alice 487 INVITE');
    expect(machine.wire.errors).toEqual([]);
    expect(machine.agent.calls).toHaveLength(1);
  });

  test('no ACK of one hangs up, and nothing is unhandled', async () => {
    const machine = new Machine();
    await machine.isCalled(sdpOfAlice);
    machine.wire.inject('alice', 'bob', withOffer(sdpOfAlice, { to: machine.to, sequence: 2, branch: 'z9hG4bKa2' }));
    await machine.wire.pass(70_000);
    expect(machine.reports).toMatchObject([{ by: 'unacknowledged' }]);
  });
});

test('what onCallEnd throws is told, and the next call is answered', async () => {
  const wire = new Wire();
  const wrong = new Error('of the application');
  answerEveryCall({
    stack: wire.stack('bob'),
    clock: wire.clock,
    address: '192.0.2.1',
    onCallEnd: () => {
      throw wrong;
    },
    onError: wire.onError
  });
  const alice = wire.userAgent('alice');
  for (const sdp of [video, sdpOfAlice]) {
    const placed = watch(alice.invite(atBob, { sdp }));
    await wire.settle();
    void placed.value?.hangUp();
    await wire.settle();
  }
  expect(wire.errors).toEqual([wrong, wrong]);
});

test('nobody has to listen to the reports', async () => {
  const wire = new Wire();
  answerEveryCall({ stack: wire.stack('bob'), clock: wire.clock, address: '192.0.2.1' });
  const placed = watch(wire.userAgent('alice').invite(atBob, { sdp: video }));
  await wire.settle();
  expect(placed.state).toMatchObject({ status: 488 });
});

test('with test numbers, a call to busy is refused, one to ring rings until its caller gives up, any other is answered', async () => {
  const wire = new Wire();
  const reports: CallReport[] = [];
  const stack = wire.stack('bob');
  answerEveryCall({
    stack,
    clock: wire.clock,
    address: '192.0.2.1',
    testNumbers: true,
    onCallEnd: (report) => reports.push(report),
    onError: wire.onError
  });
  const alice = wire.userAgent('alice');
  const busy = watch(alice.invite('sip:busy@192.0.2.1', { sdp: sdpOfAlice }));
  const giveUp = new AbortController();
  const ringing = watch(alice.invite('sip:ring@192.0.2.1', { sdp: sdpOfAlice, signal: giveUp.signal }));
  const other = watch(alice.invite(atBob, { sdp: sdpOfAlice }));
  await wire.pass(60_000);
  expect([busy.state, ringing.state, other.state]).toMatchObject([{ status: 486 }, 'pending', 'resolved']);
  giveUp.abort(new Error('given up'));
  await wire.settle();
  void other.value?.hangUp();
  await wire.settle();
  expect(ringing.state).toMatchObject({ message: 'given up' });
  expect(reports.map(({ to, states }) => [to, states.at(-1)])).toEqual([
    ['sip:busy@192.0.2.1', 'Rejected'],
    ['sip:ring@192.0.2.1', 'Cancelled'],
    ['sip:bob@192.0.2.1', 'Terminated']
  ]);
  await wire.expectNothingLeft();
});
