import { describe, expect, test } from 'vitest';
import { Phones, sdpOfAlice, sdpOfBob, watch } from '../support/phones.ts';
import { latency } from '../support/wire.ts';

describe('§15.1.1: hanging up', () => {
  test('the caller does: resolves when the BYE is answered', async () => {
    const phones = new Phones();
    const { calling, called } = await phones.talk();
    const hungUp = watch(calling.hangUp());
    await phones.wire.pass(2 * latency - 1);
    expect(hungUp.state).toBe('pending');
    await phones.wire.pass(1);
    expect(hungUp.value).toEqual({ by: 'local' });
    await expect(called.ended).resolves.toEqual({ by: 'remote' });
    expect([phones.alice.calls, phones.bob.calls]).toEqual([[], []]);
    await phones.wire.expectNothingLeft();
  });

  test('the callee does', async () => {
    const phones = new Phones();
    const { calling, called } = await phones.talk();
    const hungUp = watch(called.hangUp());
    await phones.wire.settle();
    expect(hungUp.value).toEqual({ by: 'local' });
    await expect(calling.ended).resolves.toEqual({ by: 'remote' });
    await phones.wire.expectNothingLeft();
  });

  test('both do at once: the BYEs cross, and both are answered', async () => {
    const phones = new Phones();
    const { calling, called } = await phones.talk();
    const first = phones.wire.rungs.length;
    const both = watch(Promise.all([calling.hangUp(), called.hangUp()]));
    await phones.wire.settle();
    expect(both.state).toBe('resolved');
    expect(phones.wire.ladder().slice(first)).toEqual([
      'alice → bob BYE',
      'bob → alice BYE',
      'bob → alice 200 BYE',
      'alice → bob 200 BYE'
    ]);
    await phones.wire.expectNothingLeft();
  });

  test('§15: the callee’s BYE waits for the ACK', async () => {
    const phones = new Phones();
    const heal = phones.wire.lose({ what: 'ACK' });
    const { incoming } = await phones.reaches();
    void incoming.answer();
    await phones.wire.settle();
    const hungUp = watch(incoming.call!.hangUp());
    await phones.wire.settle();
    expect(phones.wire.times('BYE')).toEqual([]);
    heal();
    await phones.wire.pass(1000);
    expect(phones.wire.times('BYE')).toHaveLength(1);
    expect(hungUp.value).toEqual({ by: 'local' });
  });

  test('and the peer is gone: given up after 64·T1', async () => {
    const phones = new Phones();
    const { calling } = await phones.talk();
    phones.wire.lose();
    const hungUp = watch(calling.hangUp());
    await phones.wire.pass(31_999);
    expect(hungUp.state).toBe('pending');
    await phones.wire.pass(1);
    expect(hungUp.value).toEqual({ by: 'local' });
  });

  test('twice is once, and of a call that is over nothing', async () => {
    const phones = new Phones();
    const { calling, called } = await phones.talk();
    const both = watch(Promise.all([calling.hangUp(), calling.hangUp()]));
    await phones.wire.settle();
    expect(both.value).toEqual([{ by: 'local' }, { by: 'local' }]);
    await expect(called.hangUp()).resolves.toEqual({ by: 'remote' });
    expect(phones.wire.times('BYE')).toHaveLength(1);
  });

  test('await using hangs up at the end of the block', async () => {
    const phones = new Phones();
    const { calling } = await phones.talk();
    const block = watch(
      (async () => {
        await using call = calling;
        return call.state;
      })()
    );
    await phones.wire.settle();
    expect(block.value).toBe('Confirmed');
    expect(phones.wire.ladder().at(-1)).toBe('bob → alice 200 BYE');
    expect(calling.state).toBe('Terminated');
  });

  test('a call that lasts too long ends by itself', async () => {
    const phones = new Phones({ alice: { callLimits: { longestCall: 60_000 } } });
    const { calling } = await phones.talk();
    await phones.wire.pass(60_000);
    await expect(calling.ended).resolves.toEqual({ by: 'longest-call' });
    await phones.wire.expectNothingLeft();
  });
});

describe('state$', () => {
  test('tells each subscriber the state now and those after it, then completes', async () => {
    const phones = new Phones();
    const { calling } = await phones.talk();
    const state$ = calling.state$;
    const heard: Record<string, string[]> = { first: [], second: [], late: [] };
    state$.subscribe((state) => heard['first']?.push(state));
    await phones.wire.settle();
    state$.subscribe((state) => heard['second']?.push(state));
    void calling.hangUp();
    await phones.wire.settle();
    state$.subscribe({ next: (state) => heard['late']?.push(state), complete: () => heard['late']?.push('complete') });
    expect(heard).toEqual({
      first: ['Confirmed', 'Terminated'],
      second: ['Confirmed', 'Terminated'],
      late: ['Terminated', 'complete']
    });
  });

  test('a stack that is closed under a call ends it', async () => {
    const phones = new Phones();
    const { calling } = await phones.talk();
    const heard: string[] = [];
    calling.state$.subscribe({ next: (state) => heard.push(state), complete: () => heard.push('complete') });
    await phones.alice.stack.close();
    expect(heard).toEqual(['Confirmed', 'Terminated', 'complete']);
    expect(calling.state).toBe('Terminated');
    await expect(calling.ended).resolves.toEqual({ by: 'local' });
    await expect(calling.hangUp()).resolves.toEqual({ by: 'local' });
    calling.state$.subscribe((state) => heard.push(state));
    expect(heard).toHaveLength(4);
  });

  test('a dialog that fails ends its call, and nothing else', async () => {
    const phones = new Phones();
    const { calling } = await phones.talk();
    const heard: string[] = [];
    calling.state$.subscribe((state) => heard.push(state));
    const [broken] = [...phones.alice.stack.actor.getSnapshot().index().dialogActors()];
    broken?.send({ type: 'invite.2xx', response: undefined });
    broken?.send({ type: 'transaction.BYE', request: undefined });
    await phones.wire.settle();
    expect(heard).toEqual(['Confirmed', 'Terminated']);
    await expect(calling.ended).resolves.toEqual({ by: 'local' });
    expect(phones.alice.stack.counters.childError).toBe(1);
  });
});

test('calls are apart from each other', async () => {
  const phones = new Phones();
  const first = await phones.talk();
  const second = await phones.talk();
  expect(phones.alice.calls).toEqual([first.calling, second.calling]);
  void first.calling.hangUp();
  await phones.wire.settle();
  expect(phones.alice.calls).toEqual([second.calling]);
  expect([first.calling.remoteSdp, second.called.remoteSdp]).toEqual([sdpOfBob, sdpOfAlice]);
});
