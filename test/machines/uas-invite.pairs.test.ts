/** RFC 3261 §13.3 and §14.2, pair by pair. What a table leaves out does nothing. */
import { describe, expect, test } from 'vitest';
import type {
  DialogRef,
  NonInviteServerRef,
  Recipient,
  ToReliableProvisional,
  ToUasInvite
} from '../../machines/events.ts';
import { uasInvite } from '../../machines/index.ts';
import { request } from '../support/messages.ts';
import { startExpiringUasInvite, startUasInvite } from '../support/participants.ts';
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

const body = { type: 'application/sdp', bytes: new Uint8Array(1) };

const events = (stage: Stage) =>
  eventsOf<ToUasInvite>({
    'user.ring': {
      '': { type: 'user.ring', answer: { status: 180 } },
      reliably: { type: 'user.ring', answer: { status: 183, reliable: true } },
      described: { type: 'user.ring', answer: { status: 183, reliable: true, body } }
    },
    'transaction.PRACK': {
      '': {
        type: 'transaction.PRACK',
        request: request('PRACK'),
        transaction: stage.recorder('PRACK') as NonInviteServerRef
      }
    },
    'reliable.started': {
      '': { type: 'reliable.started', reliable: stage.recorder('reliable') as Recipient<ToReliableProvisional> }
    },
    'reliable.acknowledged': { '': { type: 'reliable.acknowledged', request: request('PRACK') } },
    'reliable.unacknowledged': { '': { type: 'reliable.unacknowledged' } },
    'user.answer': { '': { type: 'user.answer', answer: { status: 200 } } },
    'user.reject': { '': { type: 'user.reject', answer: { status: 486 } } },
    'transaction.CANCEL': { '': { type: 'transaction.CANCEL', request: request('CANCEL') } },
    'transaction.ACK': {
      '': { type: 'transaction.ACK', request: request('ACK') },
      'of another': { type: 'transaction.ACK', request: request('ACK', { sequence: 9 }) }
    },
    'dialog.started': { '': { type: 'dialog.started', dialog: stage.recorder('dialog') as DialogRef } },
    'dialog.ended': { '': { type: 'dialog.ended' } }
  });

function tableOf(inside: 'inside' | 'outside'): PairTable {
  // Outside a dialog the first response that makes one asks the table for it; inside, its INVITE is accepted.
  const to = inside === 'inside' ? 'dialog' : 'nobody';
  const rings = inside === 'inside' ? '' : ', table user.dialog';
  const reliably = `transaction user.1xx 183${rings}, core invite.reliable 183`;
  const accepts = inside === 'inside' ? 'dialog invite.accepted' : 'table user.dialog';
  const refusal = (status: number) => `Terminated: transaction user.300-699 ${String(status)}, ${to} invite.ended`;
  const pending = {
    'user.answer': `Accepted.retransmitting: transaction user.2xx 200, ${accepts}`,
    'user.reject': refusal(486),
    'transaction.CANCEL': refusal(487),
    'dialog.started': 'notes it',
    'dialog.ended': 'Terminated: transaction user.300-699 487',
    'reliable.started': 'notes it',
    'reliable.acknowledged': 'notes it',
    'reliable.unacknowledged': refusal(500),
    'transaction.PRACK': 'stays: PRACK user.200-699 481',
    'after answerLimit': refusal(408)
  };
  return {
    'Proceeding.alerting': {
      ...pending,
      'user.ring': `Proceeding.ringing: transaction user.1xx 180${rings}`,
      'user.ring reliably': `Proceeding.ringing: ${reliably}`,
      'user.ring described': `Proceeding.ringing: ${reliably}`
    },
    'Proceeding.ringing': {
      ...pending,
      'user.ring': `stays: transaction user.1xx 180${rings}`,
      'user.ring reliably': `stays: ${reliably}`,
      'user.ring described': `stays: ${reliably}`,
      'after oneMinute': 'stays: transaction user.1xx 180'
    },
    'Accepted.retransmitting': {
      'transaction.ACK': `Terminated: ${to} invite.ended`,
      'transaction.PRACK': 'stays: PRACK user.200-699 481',
      'dialog.started': 'notes it',
      'dialog.ended': 'Terminated',
      'after interval': 'stays: transaction user.2xx 200',
      'after acknowledgementLimit': `Terminated: ${to} invite.unacknowledged`
    },
    Terminated: {}
  };
}

/** The UAS side of an INVITE that was told something already. */
const after =
  (...told: readonly string[]) =>
  (): Run => {
    const run = startUasInvite('inside');
    for (const name of told) run.actor.send(events(run.stage)[name] ?? { type: name });
    return run;
  };

const reliableOut: Chart = { start: after('user.ring reliably', 'reliable.started'), events };
const reliableQueued: Chart = {
  start: after('user.ring reliably', 'reliable.started', 'user.ring described', 'user.ring reliably'),
  events
};
const reliableSaid: Chart = {
  start: after('user.ring reliably', 'reliable.started', 'reliable.acknowledged'),
  events
};

const charts: readonly (readonly ['inside' | 'outside', Chart])[] = [
  ['outside', { start: () => startUasInvite('outside'), events }],
  ['inside', { start: () => startUasInvite('inside'), events }]
];
/** A row of a table without some of its pairs. */
const withoutPairs = (row: Readonly<Record<string, string>> = {}, ...names: readonly string[]) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

const expiring: Chart = { start: startExpiringUasInvite, events };

describe('RFC 3261 §13.3, §14.2', () => {
  test.each(charts)('every state and event, %s a dialog', (inside, chart) => {
    expect(withoutIdlePairs(pairTable(chart))).toEqual(tableOf(inside));
  });

  test('RFC 3261 §13.3.1: an invitation that expires first', () => {
    const { 'Proceeding.alerting': alerting } = withoutIdlePairs(pairTable(expiring));
    expect(alerting).toEqual({
      ...tableOf('outside')['Proceeding.alerting'],
      // Its caller does not know them.
      'user.ring reliably': 'Proceeding.ringing: transaction user.1xx 183, table user.dialog',
      'user.ring described': 'Proceeding.ringing: transaction user.1xx 183, table user.dialog',
      'after answerLimit': 'Terminated: transaction user.300-699 487, nobody invite.ended'
    });
  });

  test('RFC 3262 §3, §5: while a reliable provisional response waits for its PRACK', () => {
    const inside = tableOf('inside');
    const table = withoutIdlePairs(pairTable(reliableOut));
    expect(table['Proceeding.ringing']).toEqual({
      ...inside['Proceeding.ringing'],
      'user.ring reliably': 'notes it',
      'user.ring described': 'notes it',
      'user.answer': 'Proceeding.answered',
      'transaction.PRACK': 'stays: reliable transaction.PRACK',
      'after oneMinute': 'stays: transaction user.1xx 183'
    });
    const ringing = ['user.ring', 'user.ring reliably', 'user.ring described', 'after oneMinute'];
    expect(table['Proceeding.answered']).toEqual({
      ...withoutPairs(table['Proceeding.ringing'], ...ringing),
      'user.answer': 'notes it',
      'reliable.acknowledged': 'Accepted.retransmitting: transaction user.2xx 200, dialog invite.accepted'
    });
    expect(table['Accepted.retransmitting']).toEqual(inside['Accepted.retransmitting']);
  });

  test('RFC 3262 §3, §5: the next one goes out when the PRACK is here; behind an answer only a description does', () => {
    const { 'Proceeding.ringing': ringing, 'Proceeding.answered': answered } = withoutIdlePairs(
      pairTable(reliableQueued)
    );
    const next = 'stays: transaction user.1xx 183, core invite.reliable 183';
    expect(ringing?.['reliable.acknowledged']).toBe(next);
    expect(answered?.['reliable.acknowledged']).toBe(next);
  });

  test('RFC 3261 §13.3.1.1: what was said reliably is said so again, every minute', () => {
    const { 'Proceeding.ringing': ringing } = withoutIdlePairs(pairTable(reliableSaid));
    expect(ringing?.['after oneMinute']).toBe('stays: transaction user.1xx 183, core invite.reliable 183');
  });

  test('no transition is there in vain', () => {
    const taken = new Set<unknown>();
    for (const chart of [...charts.map(([, chart]) => chart), expiring, reliableOut, reliableQueued, reliableSaid])
      pairTable(chart, (transition) => taken.add(transition));
    expect(neverTaken(uasInvite, taken)).toEqual([]);
  });
});
