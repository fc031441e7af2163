import { describe, expect, test } from 'vitest';
import { Subject } from 'rxjs';
import { createActor } from 'xstate';
import type { SipRequest } from '../../src/message/message.ts';
import { Stack } from '../../src/stack/stack.ts';
import { type Conditions, Network, type NetworkOptions } from '../../src/testing/index.ts';
import type { Inbound } from '../../src/transport/transport.ts';
import { UserAgent } from '../../src/ua/user-agent.ts';
import { request } from '../support/messages.ts';
import { watch } from '../support/phones.ts';

/** A hundred OPTIONS of Alice's to Bob, one each 100 ms, without any stack. */
async function hundred(options: NetworkOptions): Promise<Network> {
  const network = new Network(options);
  const bob = network.peer('bob');
  const alice = network.peer('alice');
  for (let number = 1; number <= 100; number++) {
    alice.send('bob', request('OPTIONS', { sequence: number }));
    await network.pass(100);
  }
  await network.rest();
  expect(network.counts.delivered).toBe(bob.heard.length + bob.unreadable);
  return network;
}

describe('who is there', () => {
  test('a stack joins, is found by its name, leaves when it is closed, and another may join', async () => {
    const network = new Network();
    const alice = new UserAgent(new Stack({ ...network.join('alice') }));
    const first = network.stack('bob');
    const asked = watch(alice.options('sip:bob@bob'));
    await network.pass(20);
    expect(asked.state).toBe('resolved');
    await first.close();
    const again = watch(alice.options('sip:bob@bob'));
    await network.pass(32_000);
    expect(again.state).toMatchObject({ status: 408 });
    expect(network.counts.astray).toBe(11);
    network.stack('bob');
    const third = watch(alice.options('sip:bob@bob'));
    await network.pass(20);
    expect(third.state).toBe('resolved');
    // Nobody draws a token twice, not even under the name of somebody who has left.
    const tags = network
      .sent({ what: '200 OPTIONS' })
      .map(({ message }) => message.kind === 'response' && message.to.tag);
    expect(new Set(tags).size).toBe(2);
  });

  test('a host that nobody has is not resolved, an address where nobody is swallows what it gets', async () => {
    const network = new Network();
    const alice = network.userAgent('alice');
    await expect(alice.options('sip:bob@bob')).rejects.toMatchObject({ cause: { message: 'no address for bob' } });
    void watch(alice.options('sip:bob@203.0.113.7'));
    await network.pass(100);
    expect(network.ladder()).toEqual(['alice → 203.0.113.7:5060 OPTIONS']);
    expect(network.counts).toMatchObject({ sent: 1, delivered: 0, astray: 1 });
  });

  test('places have the addresses they were promised, the others those that are free', () => {
    const network = new Network({ hosts: { bob: '192.0.2.1', carol: '198.51.100.1' } });
    const hosts = ['alice', 'bob', 'carol'].map((name) => network.address(name).host);
    expect(hosts).toEqual(['192.0.2.2', '192.0.2.1', '198.51.100.1']);
    for (let number = 0; number < 759; number++) network.address(`phone ${number}`);
    expect(() => network.address('one more')).toThrow(RangeError);
  });

  test('a peer played by hand hears, answers, and says what it likes', async () => {
    const network = new Network();
    const alice = network.userAgent('alice');
    const heard: string[] = [];
    const carol = network.peer('carol', (message, from) => {
      heard.push(from);
      if (message.kind === 'request') carol.respond(message, 418, { reason: 'I am a teapot' });
    });
    const asked = watch(alice.options('sip:carol@carol'));
    await network.pass(20);
    expect(asked.state).toMatchObject({ status: 418, message: '418 I am a teapot' });
    expect([heard, carol.request('OPTIONS').requestUri.text]).toEqual([['alice'], 'sip:carol@carol']);
    expect(() => carol.request('INVITE')).toThrow('carol heard no INVITE');
    network.inject('alice', 'carol', request('BYE'));
    expect(carol.request('BYE').method).toBe('BYE');
    // The BYE was handed over and is not on record; the answer to it is.
    expect(network.tally()).toEqual({ OPTIONS: 1, '418 OPTIONS': 1, '418 BYE': 1 });
  });

  test('§18.2.2: a response goes where its top Via says, or nowhere', async () => {
    const network = new Network({ hosts: { alice: '192.0.2.2', carol: '192.0.2.3' } });
    network.stack('bob');
    const [alice, carol] = [network.peer('alice'), network.peer('carol')];
    const asked = (maddr: string): SipRequest =>
      request('OPTIONS', { via: `SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK${maddr};maddr=${maddr}` });
    alice.send('bob', asked('192.0.2.3'), asked('255.255.255.255'));
    await network.pass(100);
    expect([alice.heard.length, carol.heard.length]).toEqual([0, 1]);
  });

  test('any bytes can be sent: a keep-alive, rubbish', async () => {
    const network = new Network();
    const bob = network.stack('bob');
    network.peer('alice').send('bob', new TextEncoder().encode('\r\n\r\n'), new Uint8Array(100));
    await network.rest();
    expect(bob.counters).toMatchObject({ keepAlive: 1, unreadable: 1 });
    expect(network.ladder()).toEqual(['alice → bob unreadable', 'alice → bob unreadable']);
  });

  test('what stacks and user agents report is kept', async () => {
    const network = new Network();
    const wrong = new Error('of the application');
    network.userAgent('bob').onCall(() => {
      throw wrong;
    });
    void watch(network.userAgent('alice').invite('sip:bob@bob', { sdp: '' }));
    await network.pass(100);
    expect(network.errors).toEqual([wrong]);
  });
});

describe('chance', () => {
  const cases: readonly (readonly [keyof Conditions, (network: Network) => number])[] = [
    ['loss', ({ counts }) => counts.lost],
    ['duplication', ({ counts }) => counts.duplicated],
    ['reordering', ({ counts }) => counts.reordered],
    ['corruption', ({ counts }) => counts.corrupted]
  ];

  test.each(cases)('%s: never, now and then, always', async (name, count) => {
    expect(count(await hundred({ [name]: 0 }))).toBe(0);
    const some = count(await hundred({ [name]: 0.3, seed: 3 }));
    expect(some).toBeGreaterThan(15);
    expect(some).toBeLessThan(45);
    expect(count(await hundred({ [name]: 1 }))).toBe(100);
  });

  test('the same seed does the same, another one another', async () => {
    const bad = { loss: 0.2, duplication: 0.2, reordering: 0.2, corruption: 0.2, delay: [5, 50] } as const;
    const [one, same, other] = await Promise.all([7, 7, 8].map(async (seed) => hundred({ ...bad, seed })));
    expect(one!.sent().map(String)).toEqual(same!.sent().map(String));
    expect(one!.sent().map(String)).not.toEqual(other!.sent().map(String));
    expect(String(other)).toBe('network of seed 8, loss 20 %, duplication 20 %, reordering 20 %, corruption 20 %');
  });

  test('one chance does not change what the others decide', async () => {
    const lost = (network: Network): number[] =>
      network
        .sent()
        .filter(({ passage }) => passage?.fate === 'lost')
        .map(({ number }) => number);
    expect(lost(await hundred({ loss: 0.3, duplication: 0.5, corruption: 0.1 }))).toEqual(
      lost(await hundred({ loss: 0.3 }))
    );
  });

  test('a datagram takes its time; a reordered one and a second copy take more, within bounds', async () => {
    const times = async (options: NetworkOptions): Promise<number[]> =>
      (await hundred(options)).sent().flatMap(({ at, passage }) => passage!.arrivals.map((arrival) => arrival - at));
    expect(new Set(await times({ delay: 35 }))).toEqual(new Set([35]));
    const spread = await times({ delay: [10, 20] });
    expect([Math.min(...spread), Math.max(...spread)]).toEqual([10, 20]);
    const heldBack = await times({ delay: 10, holdBack: 50, reordering: 1, duplication: 1 });
    expect(heldBack).toHaveLength(200);
    expect(Math.max(...heldBack)).toBeLessThanOrEqual(60);
    expect(new Set(heldBack).size).toBeGreaterThan(30);
  });

  test('a corrupted datagram differs in one bit, the record says which', async () => {
    const network = new Network({ corruption: 1 });
    const arrived: Uint8Array[] = [];
    const inbound = new Subject<Inbound>();
    inbound.subscribe((one) => arrived.push('bytes' in one ? one.bytes : new Uint8Array()));
    createActor(network.join('bob').transports[0]!.logic, { input: { inbound } }).start();
    const alice = network.peer('alice');
    for (let sequence = 1; sequence <= 100; sequence++) alice.send('bob', request('OPTIONS', { sequence }));
    await network.rest();
    const flips = network.sent().map(({ bytes, passage }, at) => {
      const bit = passage!.flippedBit!;
      const flipped = bytes.slice();
      flipped[Math.floor(bit / 8)]! ^= 128 >> (bit % 8);
      expect(arrived[at]).toEqual(flipped);
      return bit;
    });
    expect(Math.min(...flips)).toBeLessThan(200);
    expect(Math.max(...flips)).toBeGreaterThan(1500);
  });

  test('the conditions may change on the way', async () => {
    const network = new Network({ loss: 1 });
    network.peer('bob');
    const alice = network.peer('alice');
    alice.send('bob', request('OPTIONS'));
    network.change({ loss: 0 });
    expect(network.conditions).toMatchObject({ loss: 0, delay: 10 });
    alice.send('bob', request('OPTIONS'));
    await network.rest();
    expect(network.ladder()).toEqual(['alice → bob OPTIONS (lost)', 'alice → bob OPTIONS']);
  });

  test.each([
    { loss: -0.1 },
    { duplication: 1.1 },
    { corruption: Number.NaN },
    { delay: -1 },
    { delay: [0, Infinity] }
  ] as const)('not a network: %j', (wrong) => {
    expect(() => new Network(wrong)).toThrow(RangeError);
    const network = new Network();
    expect(() => {
      network.change(wrong);
    }).toThrow(RangeError);
    expect(network.conditions.loss).toBe(0);
  });
});

describe('rules', () => {
  test('the first that fits decides, as often as it may, and chance is not asked', async () => {
    const network = new Network({ loss: 1 });
    const bob = network.peer('bob');
    const alice = network.peer('alice');
    network.lose({ what: 'BYE', times: 1 });
    network.repeat({ from: 'alice', to: 'bob', what: ({ words }) => words === 'BYE' }, [5, 7]);
    const lift = network.delay({ to: 'bob' }, 100);
    alice.send('bob', request('BYE'), request('BYE'), request('OPTIONS'));
    lift();
    alice.send('bob', request('OPTIONS'));
    await network.rest();
    expect(network.sent().join('\n')).toBe(
      [
        '0.000 alice → bob BYE (lost)',
        '0.000 alice → bob BYE (3 copies)',
        '0.000 alice → bob OPTIONS',
        '0.000 alice → bob OPTIONS (lost)'
      ].join('\n')
    );
    expect(network.sent().map(({ passage }) => passage?.arrivals)).toEqual([[], [10, 15, 17], [110], []]);
    expect(bob.heard).toHaveLength(4);
  });

  test('§18.4: who can not send is told, in a turn of its own', async () => {
    const network = new Network();
    network.fail({ from: 'alice' }, new Error('port unreachable'));
    const asked = watch(network.userAgent('alice').options('sip:bob@192.0.2.9'));
    await network.pass(0);
    expect(asked.state).toMatchObject({ status: 503, cause: { message: 'port unreachable' } });
    expect(network.counts).toMatchObject({ sent: 1, failed: 1, astray: 0 });
    expect(network.ladder()).toEqual(['alice → 192.0.2.9:5060 OPTIONS (failed)']);
  });

  test('a partition stops both ways between two places, and nothing else, until it is lifted', async () => {
    const network = new Network();
    const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) => network.peer(name));
    const say = (): void => {
      alice!.send('bob', request('OPTIONS'));
      bob!.send('alice', request('OPTIONS'));
      carol!.send('bob', request('OPTIONS'));
    };
    say(); // is under way when the network is cut, and arrives
    const mend = network.partition('alice', 'bob');
    say();
    mend();
    await network.rest();
    expect(network.ladder({ what: ({ passage }) => passage?.fate === 'cut' })).toHaveLength(2);
    expect([alice!.heard.length, bob!.heard.length]).toEqual([1, 3]);
  });
});

describe('the record', () => {
  test('is asked for by place, by message, by number', async () => {
    const network = new Network();
    const alice = network.userAgent('alice');
    network.stack('bob');
    await Promise.all([alice.options('sip:bob@bob'), alice.options('sip:bob@bob'), network.pass(20)]);
    expect(network.tally()).toEqual({ OPTIONS: 2, '200 OPTIONS': 2 });
    expect(network.tally({ from: 'bob' })).toEqual({ '200 OPTIONS': 2 });
    expect(network.sent({ to: 'bob', times: 1 }).map(({ number, at }) => [number, at])).toEqual([[1, 0]]);
  });

  test('keeps the last ones; the counts are of all', async () => {
    const network = await hundred({ keeps: 7 });
    expect(network.sent().map(({ number }) => number)).toEqual([94, 95, 96, 97, 98, 99, 100]);
    expect(network.counts.sent).toBe(100);
  });
});
