/** RFC 3261 §12, §14.2 and §15, pair by pair. What a table leaves out does nothing. */
import { describe, expect, test } from 'vitest';
import type {
  FromClientTransaction,
  FromDialogToUser,
  Recipient,
  ToDialog,
  ToUasInvite
} from '../../machines/events.ts';
import { dialog } from '../../machines/index.ts';
import type { DialogState } from '../../src/dialog/state.ts';
import { uacDialog, uasDialog } from '../../src/dialog/state.ts';
import { answer, invite, request } from '../support/messages.ts';
import { startDialog } from '../support/participants.ts';
import {
  type Chart,
  eventsOf,
  neverTaken,
  type PairTable,
  pairTable,
  type Run,
  withoutIdlePairs
} from '../support/pairs.ts';
import type { Stage } from '../support/stage.ts';
import { flowOver } from '../support/transactions.ts';

const call = invite({ sequence: 5 });
const asCallee = uasDialog(call, 'b', false);
const asCaller: DialogState = { ...uacDialog(call, answer(call, 180), false), remoteSequence: 5 };
const [early, next] = [{ sequence: 4 }, { sequence: 6 }];

/** Who wants a request sent. */
const userOf = (stage: Stage) => stage.recorder('usage') as Recipient<FromDialogToUser | FromClientTransaction>;

function events(stage: Stage) {
  const transaction = stage.recorder('transaction');
  const arrival = { flow: flowOver('UDP'), transport: transaction, transaction };
  const user = userOf(stage);
  return eventsOf<ToDialog>({
    'invite.2xx': { '': { type: 'invite.2xx', response: answer(call, 200) } },
    'invite.accepted': { '': { type: 'invite.accepted', request: call } },
    'invite.unacknowledged': { '': { type: 'invite.unacknowledged' } },
    'invite.ended': { '': { type: 'invite.ended' } },
    'core.invite': { '': { type: 'core.invite', invite: stage.recorder('re-INVITE') as Recipient<ToUasInvite> } },
    'transaction.ACK': { '': { type: 'transaction.ACK', request: request('ACK', { sequence: 5 }) } },
    'transaction.INVITE': {
      '': { type: 'transaction.INVITE', request: invite(next), ...arrival },
      early: { type: 'transaction.INVITE', request: invite(early), ...arrival }
    },
    'transaction.BYE': {
      '': { type: 'transaction.BYE', request: request('BYE', next), ...arrival },
      early: { type: 'transaction.BYE', request: request('BYE', early), ...arrival }
    },
    'transaction.request': {
      '': { type: 'transaction.request', request: request('OPTIONS', next), ...arrival },
      early: { type: 'transaction.request', request: request('OPTIONS', early), ...arrival }
    },
    'transaction.1xx': { '': { type: 'transaction.1xx', response: answer(call, 180) } },
    'transaction.2xx': { '': { type: 'transaction.2xx', response: answer(call, 200) } },
    'transaction.300-699': { '': { type: 'transaction.300-699', response: answer(call, 486) } },
    'transaction.200-699': { '': { type: 'transaction.200-699', response: answer(call, 200) } },
    'transaction.timeout': { '': { type: 'transaction.timeout' } },
    'transaction.error': { '': { type: 'transaction.error', error: new Error('unreachable') } },
    'user.request': {
      '': { type: 'user.request', method: 'INFO', fields: [], body: undefined, user },
      INVITE: { type: 'user.request', method: 'INVITE', fields: [], body: undefined, user }
    },
    'request.2xx': { '': { type: 'request.2xx', response: answer(call, 200) } },
    'request.lost': { '': { type: 'request.lost' } },
    'reInvite.2xx': { '': { type: 'reInvite.2xx', request: call, response: answer(call, 200), user } },
    'reInvite.ended': { '': { type: 'reInvite.ended' } },
    'user.bye': { '': { type: 'user.bye' } }
  });
}

/** §12.2.2: what is out of order gets 500, in every state. */
const outOfOrder = {
  'transaction.INVITE early': 'stays: transaction user.300-699 500',
  'transaction.BYE early': 'stays: transaction user.200-699 500',
  'transaction.request early': 'stays: transaction user.200-699 500'
};
const bye = 'Confirmed.hangingUp.byeSent: table user.request BYE';
/** Terminated, and whoever handles the pending INVITE is told. */
const byeReceived = (invitee: string) => `Terminated: transaction user.200-699 200, ${invitee} dialog.ended`;
const pending = (status: number) => `stays: transaction user.300-699 ${String(status)}`;

const sent = (method: string) => `stays: usage dialog.sent, table user.request ${method}`;
const busy = 'stays: usage dialog.busy';
/** §15: nothing more is sent when we are hanging up. */
const gone = { 'user.request': 'stays: usage dialog.gone', 'user.request INVITE': 'stays: usage dialog.gone' };
/** §14.1: no re-INVITE while the INVITE is pending. */
const beforeAnswer = { 'user.request': sent('INFO'), 'user.request INVITE': busy };

const inAnyConfirmed = {
  ...outOfOrder,
  'reInvite.2xx': 'stays: usage dialog.ack',
  'reInvite.ended': 'notes it',
  'request.2xx': 'notes it',
  'invite.accepted': 'notes it',
  'core.invite': 'notes it',
  'transaction.request': 'stays: core dialog.request'
};
const unacknowledged = {
  ...inAnyConfirmed,
  'invite.unacknowledged': bye,
  'transaction.ACK': 'stays: invite transaction.ACK',
  'transaction.INVITE': pending(500),
  'transaction.BYE': byeReceived('invite')
};
const established = {
  ...inAnyConfirmed,
  'invite.unacknowledged': bye,
  'invite.ended': 'notes it',
  'transaction.INVITE': 'stays: core dialog.INVITE',
  'transaction.BYE': byeReceived('nobody'),
  'user.request': sent('INFO'),
  'user.request INVITE': sent('INVITE'),
  'request.lost': bye,
  'user.bye': bye,
  'after longestCall': bye
};
const hangingUp = {
  ...inAnyConfirmed,
  ...gone,
  'invite.ended': 'notes it',
  'transaction.INVITE': 'stays: core dialog.INVITE',
  'transaction.BYE': byeReceived('nobody'),
  'transaction.200-699': 'Terminated',
  'transaction.timeout': 'Terminated',
  'transaction.error': 'Terminated'
};

const calleesTable: PairTable = {
  Early: {
    ...outOfOrder,
    // Only a caller's dialog is told of a 2xx.
    'invite.accepted': 'Confirmed.awaitingAck',
    'invite.ended': 'Terminated',
    'transaction.INVITE': pending(500),
    'transaction.BYE': byeReceived('invite'),
    'transaction.request': 'stays: core dialog.request',
    ...beforeAnswer,
    'request.2xx': 'notes it'
  },
  'Confirmed.awaitingAck': {
    ...unacknowledged,
    'invite.ended': 'Confirmed.established',
    // §15: not before the ACK.
    'user.bye': 'Confirmed.byeOwed',
    ...beforeAnswer,
    'after longestCall': 'Confirmed.byeOwed'
  },
  'Confirmed.byeOwed': {
    ...unacknowledged,
    ...gone,
    'invite.ended': bye,
    'after longestCall': 'notes it'
  },
  'Confirmed.established': established,
  'Confirmed.hangingUp.byeSent': hangingUp,
  Terminated: {}
};

const callersTable: PairTable = {
  Early: {
    ...outOfOrder,
    // Only a callee's dialog is told that our 2xx is out.
    'invite.2xx': 'Confirmed.established: transport ACK',
    'invite.ended': 'Terminated',
    'transaction.INVITE': pending(491),
    'transaction.BYE': byeReceived('nobody'),
    'transaction.request': 'stays: core dialog.request',
    ...beforeAnswer,
    'request.2xx': 'notes it'
  },
  // §13.2.2.4: the ACK again for each 2xx that comes again.
  'Confirmed.established': { ...established, 'invite.2xx': 'stays: transport ACK' },
  'Confirmed.hangingUp.byeSent': { ...hangingUp, 'invite.2xx': 'stays: transport ACK' },
  Terminated: {}
};

/** A call with a re-INVITE of ours that has no final response yet. */
function reInviting(): Run {
  const run = caller(true)();
  run.actor.send(events(run.stage)['user.request INVITE'] as ToDialog);
  return run;
}

const reInvitingTable: PairTable = {
  'Confirmed.established': {
    ...established,
    'invite.2xx': 'stays: transport ACK',
    // §14.2: glare.
    'transaction.INVITE': pending(491),
    'user.request INVITE': busy
  },
  'Confirmed.hangingUp.byeSent': {
    ...hangingUp,
    'invite.2xx': 'stays: transport ACK',
    'transaction.INVITE': pending(491)
  },
  Terminated: {}
};

const without = (table: PairTable, ...states: readonly string[]): PairTable =>
  Object.fromEntries(Object.entries(table).filter(([state]) => !states.includes(state)));

const callee = (confirmed: boolean) => (): Run => startDialog({ state: asCallee, role: 'UAS', confirmed });
const caller = (confirmed: boolean) => (): Run => startDialog({ state: asCaller, role: 'UAC', confirmed });

const charts: readonly (readonly [which: string, chart: Chart, table: PairTable])[] = [
  ['a callee’s, early', { start: callee(false), events }, calleesTable],
  ['a callee’s, answered at once', { start: callee(true), events }, without(calleesTable, 'Early')],
  ['a caller’s, early', { start: caller(false), events }, callersTable],
  ['a caller’s, answered at once', { start: caller(true), events }, without(callersTable, 'Early')],
  ['a caller’s, with a re-INVITE under way', { start: reInviting, events }, reInvitingTable]
];

describe('RFC 3261 §12, §14.2, §15', () => {
  test.each(charts)('every state and event of a dialog: %s', (_, chart, table) => {
    expect(withoutIdlePairs(pairTable(chart))).toEqual(table);
  });

  test('RFC 3261 §12.2.1.1: with no number left for a BYE the dialog is dropped', () => {
    const state = { ...asCallee, localSequence: 2 ** 31 - 1 };
    const { actor, stage } = startDialog({ state, role: 'UAC', confirmed: true });
    actor.send({ type: 'user.bye' });
    expect([(actor.getSnapshot() as { status: string }).status, stage.told('table')]).toEqual(['done', []]);
  });

  test.each(['INFO', 'INVITE'])('RFC 3261 §12.2.1.1: with no number left no %s is sent', (method) => {
    const state = { ...asCaller, localSequence: 2 ** 31 - 1 };
    for (const confirmed of [false, true]) {
      const { actor, stage } = startDialog({ state, role: 'UAC', confirmed });
      const wanted: ToDialog = { type: 'user.request', method, fields: [], body: undefined, user: userOf(stage) };
      actor.send(wanted);
      expect(stage.told('usage')).toEqual([[0, 'dialog.gone']]);
    }
  });

  test('no transition is there in vain', () => {
    const taken = new Set<unknown>();
    for (const [, chart] of charts) pairTable(chart, (transition) => taken.add(transition));
    // Those that need a CSeq of 2^31-1 are tested above.
    expect(neverTaken(dialog, taken)).toEqual(['dialog.Early on user.request', 'dialog.Confirmed.hangingUp.start on ']);
  });
});
