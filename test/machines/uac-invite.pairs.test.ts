/** RFC 3261 §13.2 and §9.1, pair by pair. What a table leaves out does nothing. */
import { describe, expect, test } from 'vitest';
import type { DialogRef, ToUacInvite } from '../../machines/events.ts';
import { uacInvite } from '../../machines/index.ts';
import { answer, invite } from '../support/messages.ts';
import { startLongUacInvite, startUacInvite } from '../support/participants.ts';
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

const request = invite();
const events = (stage: Stage) =>
  eventsOf<ToUacInvite>({
    'transaction.1xx': {
      '100': { type: 'transaction.1xx', response: answer(request, 100) },
      '': { type: 'transaction.1xx', response: answer(request, 180) }
    },
    'transaction.2xx': { '': { type: 'transaction.2xx', response: answer(request, 200) } },
    'transaction.300-699': { '': { type: 'transaction.300-699', response: answer(request, 486) } },
    'transaction.200-699': { '': { type: 'transaction.200-699', response: answer(request, 200) } },
    'transaction.timeout': { '': { type: 'transaction.timeout' } },
    'transaction.error': { '': { type: 'transaction.error', error: new Error('unreachable') } },
    'dialog.started': { '': { type: 'dialog.started', dialog: stage.recorder('other dialog') as DialogRef } },
    'user.cancel': { '': { type: 'user.cancel' } }
  });

/** A final word that is no 2xx ends it, and every early dialog. */
const ends = (dialogs: string) => ({
  'transaction.300-699': `Terminated${dialogs}`,
  'transaction.timeout': `Terminated${dialogs}`,
  'transaction.error': `Terminated${dialogs}`
});
const cancels = 'Cancelling.cancelled: table user.request CANCEL';
const asks = 'Accepted: table user.dialog';

const freshTable: PairTable = {
  Calling: {
    ...ends(''),
    'transaction.1xx 100': 'Proceeding',
    'transaction.1xx': 'Proceeding: table user.dialog',
    'transaction.2xx': asks,
    'user.cancel': 'Cancelling.awaitingProvisional'
  },
  Proceeding: {
    ...ends(''),
    'transaction.1xx 100': 'notes it',
    'transaction.1xx': 'stays: table user.dialog',
    'transaction.2xx': asks,
    'user.cancel': cancels,
    'after ringLimit': cancels
  },
  'Cancelling.awaitingProvisional': {
    ...ends(''),
    'transaction.1xx 100': cancels,
    'transaction.1xx': cancels,
    'transaction.2xx': asks
  },
  'Cancelling.cancelled': {
    ...ends(''),
    'transaction.2xx': asks,
    'after cancelLimit': 'Terminated: table user.abandon'
  },
  Accepted: {
    // Its dialog was asked for and has not been started: nobody hears.
    'transaction.2xx': 'stays: nobody invite.2xx 200, nobody user.bye',
    'dialog.started': 'notes it',
    'after timerM': 'Terminated'
  },
  Terminated: {}
};

/** With an early dialog. */
function startRinging(): Run {
  const run = startUacInvite();
  const heard: readonly ToUacInvite[] = [
    { type: 'transaction.1xx', response: answer(request, 180) },
    { type: 'dialog.started', dialog: run.stage.recorder('dialog') as DialogRef }
  ];
  for (const event of heard) run.actor.send(event);
  return run;
}

/** With an early dialog that the table has not started yet. */
function startAsked(): Run {
  const run = startUacInvite();
  const event: ToUacInvite = { type: 'transaction.1xx', response: answer(request, 180) };
  run.actor.send(event);
  return run;
}

const ended = ': dialog invite.ended';
const ringingTable: PairTable = {
  Proceeding: {
    ...ends(ended),
    'transaction.1xx 100': 'notes it',
    'transaction.1xx': 'notes it',
    'transaction.2xx': 'Accepted: dialog invite.2xx 200',
    'user.cancel': cancels,
    'after ringLimit': cancels
  },
  'Cancelling.cancelled': {
    ...ends(ended),
    'transaction.2xx': 'Accepted: dialog invite.2xx 200, dialog user.bye',
    'after cancelLimit': 'Terminated: table user.abandon, dialog invite.ended'
  },
  Accepted: {
    // The answer again: its dialog sends its ACK again.
    'transaction.2xx': 'stays: dialog invite.2xx 200',
    'after timerM': 'Terminated'
  },
  Terminated: {}
};

/** Answered by one fork, whose dialog is not started yet; another rang. */
function startAnswered(): Run {
  const run = startRinging();
  const event: ToUacInvite = { type: 'transaction.2xx', response: answer(request, 200, { tag: 'other' }) };
  run.actor.send(event);
  return run;
}

/** Answered after the user had given up. */
function startUnwanted(): Run {
  const run = startUacInvite();
  const heard: readonly ToUacInvite[] = [
    { type: 'user.cancel' },
    { type: 'transaction.2xx', response: answer(request, 200, { tag: 'other' }) }
  ];
  for (const event of heard) run.actor.send(event);
  return run;
}

const charts: readonly (readonly [which: string, chart: Chart])[] = [
  ['new', { start: startUacInvite, events }],
  ['asked', { start: startAsked, events }],
  ['ringing', { start: startRinging, events }],
  ['answered', { start: startAnswered, events }],
  ['unwanted', { start: startUnwanted, events }],
  ['long', { start: startLongUacInvite, events }]
];

describe('RFC 3261 §13.2, §9.1', () => {
  test('every state and event, from the start', () => {
    expect(withoutIdlePairs(pairTable({ start: startUacInvite, events }))).toEqual(freshTable);
  });

  test('every state and event, with an early dialog', () => {
    const table = withoutIdlePairs(pairTable({ start: startRinging, events }));
    expect(table).toEqual(ringingTable);
  });

  test('RFC 3261 §13.2.2.4: the early dialogs that are left end at 64·T1', () => {
    const table = withoutIdlePairs(pairTable({ start: startAnswered, events }));
    expect(table['Accepted']).toEqual({
      'transaction.2xx': 'stays: dialog invite.2xx 200, dialog user.bye',
      'dialog.started': 'notes it',
      'after timerM': 'Terminated: dialog invite.ended'
    });
  });

  test('RFC 3261 §13.2.2.4: a dialog that is not wanted any more is hung up as soon as it is there', () => {
    const table = withoutIdlePairs(pairTable({ start: startUnwanted, events }));
    expect(table['Accepted']).toEqual({
      'transaction.2xx': 'stays: table user.dialog',
      'dialog.started': 'stays: other dialog user.bye',
      'after timerM': 'Terminated'
    });
  });

  test('RFC 3261 §18.1.1: an INVITE that went over TCP for its length goes over UDP when there is no connection', () => {
    const table = withoutIdlePairs(pairTable({ start: startLongUacInvite, events }));
    expect(table['Calling']).toEqual({
      ...freshTable['Calling'],
      'transaction.error': 'stays: table user.request INVITE'
    });
    const { actor, stage } = startLongUacInvite();
    const failed: ToUacInvite = { type: 'transaction.error', error: new Error('refused') };
    actor.send(failed);
    const asked = stage.said.flatMap(({ event }) => (event.type === 'user.request' ? [event] : []));
    expect(asked).toMatchObject(
      ['TCP', 'UDP'].map((transport) => ({ request: { topmostVia: { transport } }, flow: { transport } }))
    );
    actor.send(failed);
    expect(actor.getSnapshot()).toMatchObject({ value: 'Terminated', context: { outcome: { kind: 'error' } } });
  });

  test('no transition is there in vain', () => {
    const taken = new Set<unknown>();
    for (const [, chart] of charts) pairTable(chart, (transition) => taken.add(transition));
    expect(neverTaken(uacInvite, taken)).toEqual([]);
  });
});
