/** The project's charts, as they are started in a stack, and everything they may be told. */
import type {
  DialogRef,
  FromClientTransaction,
  FromDialogToUser,
  NonInviteServerRef,
  Recipient,
  ToDialog,
  ToInviteClient,
  ToInviteServer,
  ToNonInviteClient,
  ToNonInviteServer,
  ToReInvite,
  ToReliableProvisional,
  ToRequestInDialog,
  ToUacInvite,
  ToUasInvite
} from '../../machines/events.ts';
import { charts } from '../../machines/index.ts';
import type { Outgoing } from '../../machines/surroundings.ts';
import { uacDialog, uasDialog } from '../../src/dialog/state.ts';
import { nameAddr } from '../../src/message/headers/name-addr.ts';
import type { SipRequest } from '../../src/message/message.ts';
import { sipUri } from '../../src/message/uri/uri.ts';
import { defaultTimers } from '../../src/transaction/timers.ts';
import { countingEntropy } from '../support/entropy.ts';
import { answer, invite, request } from '../support/messages.ts';
import type { Events } from '../support/pairs.ts';
import type { Stage } from '../support/stage.ts';
import { flowOver } from '../support/transactions.ts';
import type { Subject } from './both.ts';

const call = invite({ sequence: 5 });
const options = request('OPTIONS');
const error = new Error('unreachable');

/** Events under their types, told apart by a number where there are several. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- it is there to be named by the caller
function named<TEvent extends { readonly type: string }>(...events: readonly TEvent[]): Events {
  return Object.fromEntries(events.map((event, at) => [`${event.type} ${String(at)}`, event]));
}

const transactionEvents = {
  inviteClient: named<ToInviteClient>(
    { type: 'transport.1xx', response: answer(call, 180) },
    { type: 'transport.2xx', response: answer(call, 200) },
    { type: 'transport.2xx', response: answer(call, 200, { tag: 'fork' }) },
    { type: 'transport.300-699', response: answer(call, 486) },
    { type: 'transport.error', error },
    { type: 'user.abandon' }
  ),
  nonInviteClient: named<ToNonInviteClient>(
    { type: 'transport.1xx', response: answer(options, 180) },
    { type: 'transport.200-699', response: answer(options, 200) },
    { type: 'transport.error', error }
  ),
  inviteServer: named<ToInviteServer>(
    { type: 'transport.INVITE', request: call },
    { type: 'transport.ACK', request: request('ACK', { sequence: 5 }) },
    { type: 'transport.error', error },
    { type: 'user.1xx', response: answer(call, 180) },
    { type: 'user.2xx', response: answer(call, 200) },
    { type: 'user.300-699', response: answer(call, 486) }
  ),
  nonInviteServer: named<ToNonInviteServer>(
    { type: 'transport.request', request: options },
    { type: 'transport.error', error },
    { type: 'user.1xx', response: answer(options, 100) },
    { type: 'user.200-699', response: answer(options, 200) }
  )
} satisfies Partial<Record<keyof typeof charts, Events>>;

function transaction(chart: keyof typeof transactionEvents, over: string): Subject {
  const own: SipRequest = chart.startsWith('invite') ? call : options;
  return {
    name: `${chart} over ${over}`,
    machine: charts[chart],
    input: (stage) => ({
      request: own,
      flow: flowOver(over),
      transport: stage.recorder('transport'),
      user: stage.recorder('user'),
      timers: defaultTimers
    }),
    events: () => transactionEvents[chart]
  };
}

/** What a dialog and either side of an INVITE are given. */
const participantInput = (stage: Stage): object => ({
  request: call,
  hop: { flow: flowOver('UDP'), transport: stage.recorder('transport') },
  localContact: nameAddr(sipUri('sip:bob@192.0.2.1')),
  core: stage.recorder('core'),
  surroundings: {
    table: stage.recorder('table'),
    entropy: countingEntropy(),
    timers: defaultTimers,
    route: () => undefined,
    fit: (outgoing: Outgoing) => outgoing,
    nobody: stage.recorder('nobody')
  },
  ...{ answerLimit: 180_000, ringLimit: 180_000, longestCall: 600_000, earlyDialogs: 2 }
});

function dialogEvents(stage: Stage): Events {
  const arrival = {
    flow: flowOver('UDP'),
    transport: stage.recorder('transport'),
    transaction: stage.recorder('transaction')
  };
  const user = stage.recorder('usage') as Recipient<FromDialogToUser | FromClientTransaction>;
  const inDialog = (sequence: number): readonly ToDialog[] => [
    { type: 'transaction.INVITE', request: invite({ sequence }), ...arrival },
    { type: 'transaction.BYE', request: request('BYE', { sequence }), ...arrival },
    { type: 'transaction.request', request: request('OPTIONS', { sequence }), ...arrival },
    { type: 'transaction.request', request: request('PRACK', { sequence }), ...arrival }
  ];
  return named<ToDialog>(
    { type: 'invite.2xx', response: answer(call, 200) },
    { type: 'invite.accepted', request: call },
    { type: 'invite.unacknowledged' },
    { type: 'invite.ended' },
    { type: 'core.invite', invite: stage.recorder('re-INVITE') as Recipient<ToUasInvite> },
    { type: 'transaction.ACK', request: request('ACK', { sequence: 5 }) },
    ...inDialog(4),
    ...inDialog(6),
    { type: 'transaction.1xx', response: answer(options, 180) },
    { type: 'transaction.200-699', response: answer(options, 200) },
    { type: 'transaction.timeout' },
    { type: 'transaction.error', error },
    { type: 'user.request', method: 'INFO', fields: [], body: undefined, user },
    { type: 'user.request', method: 'INVITE', fields: [], body: undefined, user },
    { type: 'request.2xx', response: answer(call, 200) },
    { type: 'request.lost' },
    { type: 'reInvite.2xx', request: call, response: answer(call, 200), user },
    { type: 'reInvite.ended' },
    { type: 'user.bye' }
  );
}

function dialogSubject(role: 'UAC' | 'UAS', confirmed: boolean): Subject {
  const asCaller = { ...uacDialog(call, answer(call, 180), false), remoteSequence: 5 };
  const state = role === 'UAC' ? asCaller : uasDialog(call, 'b', false);
  return {
    name: `dialog of the ${role}, ${confirmed ? 'confirmed' : 'early'}`,
    machine: charts.dialog,
    input: (stage) => ({
      ...participantInput(stage),
      ...{ state, role, confirmed, invite: role === 'UAS' ? stage.recorder('invite') : undefined }
    }),
    events: dialogEvents
  };
}

const prackAs = (stage: Stage, fields: readonly string[] = [], body = '') =>
  ({
    type: 'transaction.PRACK',
    request: request('PRACK', { sequence: 6, fields, body }),
    transaction: stage.recorder('PRACK') as NonInviteServerRef
  }) as const;

const uasEvents = (stage: Stage): Events =>
  named<ToUasInvite>(
    { type: 'user.ring', answer: { status: 180 } },
    { type: 'user.ring', answer: { status: 183, reliable: true } },
    { type: 'user.answer', answer: { status: 200 } },
    { type: 'reliable.started', reliable: stage.recorder('reliable') as Recipient<ToReliableProvisional> },
    { type: 'reliable.acknowledged', request: request('PRACK', { sequence: 6 }) },
    { type: 'reliable.unacknowledged' },
    prackAs(stage),
    { type: 'user.reject', answer: { status: 486 } },
    { type: 'transaction.CANCEL', request: request('CANCEL', { sequence: 5 }) },
    { type: 'transaction.ACK', request: request('ACK', { sequence: 5 }) },
    { type: 'transaction.ACK', request: request('ACK', { sequence: 9 }) },
    { type: 'dialog.started', dialog: stage.recorder('dialog') as DialogRef },
    { type: 'dialog.ended' }
  );

const uacEvents = (stage: Stage): Events =>
  named<ToUacInvite>(
    { type: 'transaction.1xx', response: answer(call, 100) },
    { type: 'transaction.1xx', response: answer(call, 180) },
    { type: 'transaction.1xx', response: answer(call, 183, { tag: 'fork' }) },
    { type: 'transaction.2xx', response: answer(call, 200) },
    { type: 'transaction.2xx', response: answer(call, 200, { tag: 'fork' }) },
    { type: 'transaction.300-699', response: answer(call, 486) },
    { type: 'transaction.timeout' },
    { type: 'transaction.error', error },
    { type: 'dialog.started', dialog: stage.recorder('dialog') as DialogRef },
    { type: 'user.cancel' }
  );

/** What a dialog says of a request that it was asked to send. */
const dialogWords = (stage: Stage) => {
  const hop = { flow: flowOver('UDP'), transport: stage.recorder('transport') };
  return [
    { type: 'dialog.sent', sent: { request: call, hop } },
    { type: 'dialog.ack', ack: { request: request('ACK', { sequence: 5 }), hop } },
    { type: 'dialog.busy' },
    { type: 'dialog.gone' }
  ] as const;
};

const reInviteEvents = (stage: Stage): Events =>
  named<ToReInvite>(
    ...dialogWords(stage),
    { type: 'transaction.1xx', response: answer(call, 180) },
    { type: 'transaction.2xx', response: answer(call, 200) },
    { type: 'transaction.300-699', response: answer(call, 488) },
    { type: 'transaction.300-699', response: answer(call, 491) },
    { type: 'transaction.300-699', response: answer(call, 481) },
    { type: 'transaction.timeout' },
    { type: 'transaction.error', error },
    { type: 'user.cancel' }
  );

const requestEvents = (stage: Stage): Events =>
  named<ToRequestInDialog>(
    ...dialogWords(stage),
    { type: 'transaction.1xx', response: answer(options, 100) },
    { type: 'transaction.200-699', response: answer(options, 200) },
    { type: 'transaction.200-699', response: answer(options, 481) },
    { type: 'transaction.timeout' },
    { type: 'transaction.error', error }
  );

/** What a request of ours inside a dialog is given. */
const inDialogInput = (stage: Stage): object => ({
  ...participantInput(stage),
  ...{ dialog: stage.recorder('dialog'), ownsCallId: true, fields: [], body: undefined, attempts: 2, method: 'UPDATE' }
});

const uasSubject = (inside: boolean): Subject => ({
  name: `uasInvite ${inside ? 'inside' : 'outside'} a dialog`,
  machine: charts.uasInvite,
  input: (stage) => ({
    ...participantInput(stage),
    transaction: stage.recorder('transaction'),
    localTag: 'b',
    reliability: inside ? 'required' : 'supported',
    dialog: inside ? stage.recorder('dialog') : undefined
  }),
  events: uasEvents
});

const reliableEvents = (stage: Stage): Events =>
  named<ToReliableProvisional>(
    prackAs(stage),
    prackAs(stage, ['RAck: 7 5 INVITE']),
    prackAs(stage, ['RAck: 8 5 INVITE']),
    prackAs(stage, ['RAck: 7 5 INVITE', 'Content-Type: application/sdp'], 'v=0'),
    { type: 'invite.ended' }
  );

const reliableSubject: Subject = {
  name: 'reliableProvisional',
  machine: charts.reliableProvisional,
  input: (stage) => ({
    response: answer(call, 183, { fields: ['Require: 100rel', 'RSeq: 7'] }),
    offers: false,
    transaction: stage.recorder('transaction'),
    invite: stage.recorder('invite'),
    timers: defaultTimers
  }),
  events: reliableEvents
};

/** Every chart, in every way a stack starts it. */
export const subjects: readonly Subject[] = [
  ...(['inviteClient', 'nonInviteClient', 'inviteServer', 'nonInviteServer'] as const).flatMap((chart) =>
    ['UDP', 'TCP'].map((over) => transaction(chart, over))
  ),
  ...(['UAC', 'UAS'] as const).flatMap((role) => [dialogSubject(role, false), dialogSubject(role, true)]),
  uasSubject(false),
  uasSubject(true),
  reliableSubject,
  { name: 'uacInvite', machine: charts.uacInvite, input: participantInput, events: uacEvents },
  { name: 'uacReInvite', machine: charts.uacReInvite, input: inDialogInput, events: reInviteEvents },
  { name: 'requestInDialog', machine: charts.requestInDialog, input: inDialogInput, events: requestEvents }
];
