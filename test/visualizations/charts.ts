/** Charts to draw: one of this package's kind, and one with everything that XState has. */
import { and, assign, cancel, createMachine, fromPromise, log, not, or, raise, setup, stateIn } from 'xstate';

const nothing = (): void => undefined;

/** The shape of an INVITE client transaction: RFC 3261 figure 5 with RFC 6026. */
export const inviteClientTransaction = setup({
  delays: { timerA: 500, timerB: 32_000, timerD: 32_000, timerM: 32_000 },
  guards: { overReliableTransport: () => true },
  actions: {
    sendRequest: nothing,
    doubleTimerA: nothing,
    buildAck: nothing,
    sendAck: nothing,
    passToUser: nothing,
    informTransportError: nothing,
    informTimeout: nothing
  }
}).createMachine({
  id: 'inviteClientTransaction',
  meta: {
    timers: {
      timerA: { value: 'T1, doubling', ms: 500, rfc: '3261§17.1.1.2' },
      timerB: { value: '64·T1', ms: 32_000, reason: 'of a letter, all the same' }
    }
  },
  entry: 'sendRequest',
  initial: 'Calling',
  states: {
    Calling: {
      description: 'The request is out; nothing has come back.',
      meta: { rfc: '3261§17.1.1.2' },
      after: { timerB: { target: 'Terminated', actions: 'informTimeout', meta: { rfc: '3261§17.1.1.2' } } },
      on: {
        'transport.1xx': { target: 'Proceeding', actions: 'passToUser', meta: { rfc: '3261§17.1.1.2' } },
        'transport.2xx': { target: 'Accepted', actions: 'passToUser', meta: { rfc: '6026§8.4' } },
        'transport.300-699': {
          target: 'Completed',
          actions: ['buildAck', 'sendAck', 'passToUser'],
          meta: { rfc: '3261§17.1.1.2' }
        },
        'transport.error': { target: 'Terminated', actions: 'informTransportError', meta: { rfc: '3261§17.1.4' } }
      },
      initial: 'start',
      states: {
        start: { always: [{ guard: 'overReliableTransport', target: 'waiting' }, { target: 'retransmitting' }] },
        waiting: {},
        retransmitting: {
          after: {
            timerA: {
              target: 'retransmitting',
              reenter: true,
              actions: ['sendRequest', 'doubleTimerA'],
              meta: { rfc: '3261§17.1.1.2' }
            }
          }
        }
      }
    },
    Proceeding: {
      description: 'The peer works on it. Bounded by the user: CANCEL by its limit or Timer C (§16.8).',
      on: {
        'transport.1xx': { actions: 'passToUser', meta: { rfc: '3261§17.1.1.2' } },
        'transport.2xx': { target: 'Accepted', actions: 'passToUser', meta: { rfc: '6026§8.4' } },
        'transport.300-699': {
          target: 'Completed',
          actions: ['buildAck', 'sendAck', 'passToUser'],
          meta: { rfc: '3261§17.1.1.2' }
        },
        'user.abandon': { target: 'Terminated', meta: { rfc: '3261§9.1' } }
      }
    },
    Completed: {
      description: 'Refused and acknowledged; answers retransmissions of the refusal.',
      after: { timerD: { target: 'Terminated', meta: { rfc: '3261§17.1.1.2' } } },
      on: {
        'transport.300-699': { actions: 'sendAck', meta: { rfc: '3261§17.1.1.2' } },
        'transport.error': { target: 'Terminated', actions: 'informTransportError', meta: { rfc: '3261§17.1.1.2' } }
      }
    },
    Accepted: {
      description: 'Answered; each further 2xx goes up to the user.',
      after: { timerM: { target: 'Terminated', meta: { rfc: '6026§8.4' } } },
      on: { 'transport.2xx': { actions: 'passToUser', meta: { rfc: '6026§8.4' } } }
    },
    Terminated: { type: 'final' }
  }
});

/** A user's own machine, with every feature of XState that a picture can meet. */
export const everything = setup({
  guards: { g: () => true, h: () => true },
  actions: { a: nothing, b: (): void => undefined },
  actors: { fetcher: fromPromise(() => Promise.resolve()) },
  delays: { slow: 10 }
}).createMachine({
  id: 'every thing',
  initial: 'idle',
  description: 'Everything at once: "quotes" & <tags>; 100 %.',
  on: { reset: '.idle', poke: { actions: 'a' } },
  states: {
    idle: {
      tags: ['calm'],
      exit: 'a',
      on: {
        go: 'work',
        'a.very-long.event-name.that.does.not.end.before.the.line.does': {
          target: 'work',
          guard: and(['g', not('h')]),
          actions: ['a', { type: 'b', params: { n: 1 } }, assign({}), raise({ type: 'poke' }), log('x')]
        },
        same: { target: 'idle', actions: 'a' },
        ignored: {},
        named: {
          actions: nothing,
          guard: or([and(['g', 'h']), stateIn('idle')]),
          description: 'A function of the user.'
        },
        inline: { actions: () => undefined, guard: () => true },
        deep: { actions: 'a', guard: stateIn({ nested: 'one' }) }
      }
    },
    work: {
      type: 'parallel',
      entry: 'a',
      exit: { type: 'b', params: { n: 2 } },
      onDone: 'over',
      states: {
        left: { initial: 'l1', states: { l1: { on: { x: 'l2' } }, l2: { type: 'final' } } },
        right: {
          initial: 'r1',
          states: { r1: { after: { slow: 'r2', 500: { target: 'r2', guard: 'g' } } }, r2: { type: 'final' } }
        }
      },
      on: {
        jump: { target: ['.left.l2', '.right.r2'] },
        again: { target: 'work', reenter: true },
        stop: 'nested.h'
      }
    },
    nested: {
      initial: { target: 'one', actions: 'a' },
      invoke: [
        { src: 'fetcher', onDone: 'over', onError: 'idle' },
        { src: 'fetcher', id: 'other', onSnapshot: { actions: 'a' } }
      ],
      states: {
        one: { on: { up: '#every thing.nested', n: 'two' } },
        two: { on: { back: 'one', out: '#every thing.idle' } },
        h: { type: 'history', history: 'deep' },
        s: { type: 'history' }
      },
      on: {
        loop: { target: 'nested', reenter: true },
        'xstate.done.actor.elsewhere': { actions: 'a' },
        down: { target: '.two', actions: 'a' }
      }
    },
    over: { type: 'final', description: 'Finished.' }
  }
});

/** States in states in states, and arrows without words between them; a parallel state whose regions are plain. */
export const deep = createMachine({
  id: 'deep',
  initial: 'a',
  states: {
    a: {
      initial: 'b',
      states: {
        b: {
          initial: 'c',
          states: { c: { always: { target: '#deep.a.d' } } },
          always: { actions: 'act', description: 'Stays, each time.' },
          on: { act: { description: 'Absorbed.' } }
        },
        d: { on: { 'leave it': '#deep.p.r' } }
      }
    },
    p: { type: 'parallel', states: { r: {}, f: { type: 'final' }, s: { on: { back: '#deep.a.b.c' } } } }
  }
});

/** A machine without `setup()`: everything is written inline. */
export const inline = createMachine({
  id: 'inline',
  invoke: { src: fromPromise(() => Promise.resolve()), id: 'promise', onDone: { actions: () => undefined } },
  entry: [raise({ type: 'go' }, { delay: 10 }), cancel('go')],
  on: { go: { guard: not(() => true), actions: assign({}) } }
});

/** A delay that nobody has said a value of, and a guard with a name that is no identifier. */
export const unsaid = setup({
  delays: { 'a while': () => 5 },
  guards: { '2nd': () => true }
}).createMachine({
  id: '1 unsaid',
  after: { 'a while': { guard: '2nd', target: '.x' } },
  initial: 'x',
  states: { x: {} }
});
