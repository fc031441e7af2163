/** RFC 3261 §13.3 and §14.2, pair by pair. What a table leaves out does nothing. */
import { describe, expect, test } from 'vitest';
import type { DialogRef, ToUasInvite } from '../../machines/events.ts';
import { uasInvite } from '../../machines/index.ts';
import { request } from '../support/messages.ts';
import { startExpiringUasInvite, startUasInvite } from '../support/participants.ts';
import { type Chart, eventsOf, neverTaken, type PairTable, pairTable, withoutIdlePairs } from '../support/pairs.ts';
import type { Stage } from '../support/stage.ts';

const events = (stage: Stage) =>
  eventsOf<ToUasInvite>({
    'user.ring': { '': { type: 'user.ring', answer: { status: 180 } } },
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
  const accepts = inside === 'inside' ? 'dialog invite.accepted' : 'table user.dialog';
  const refusal = (status: number) => `Terminated: transaction user.300-699 ${String(status)}, ${to} invite.ended`;
  const pending = {
    'user.answer': `Accepted.retransmitting: transaction user.2xx 200, ${accepts}`,
    'user.reject': refusal(486),
    'transaction.CANCEL': refusal(487),
    'dialog.started': 'notes it',
    'dialog.ended': 'Terminated: transaction user.300-699 487',
    'after answerLimit': refusal(408)
  };
  return {
    'Proceeding.alerting': { ...pending, 'user.ring': `Proceeding.ringing: transaction user.1xx 180${rings}` },
    'Proceeding.ringing': {
      ...pending,
      'user.ring': `stays: transaction user.1xx 180${rings}`,
      'after oneMinute': 'stays: transaction user.1xx 180'
    },
    'Accepted.retransmitting': {
      'transaction.ACK': `Terminated: ${to} invite.ended`,
      'dialog.started': 'notes it',
      'dialog.ended': 'Terminated',
      'after interval': 'stays: transaction user.2xx 200',
      'after acknowledgementLimit': `Terminated: ${to} invite.unacknowledged`
    },
    Terminated: {}
  };
}

const charts: readonly (readonly ['inside' | 'outside', Chart])[] = [
  ['outside', { start: () => startUasInvite('outside'), events }],
  ['inside', { start: () => startUasInvite('inside'), events }]
];
const expiring: Chart = { start: startExpiringUasInvite, events };

describe('RFC 3261 §13.3, §14.2', () => {
  test.each(charts)('every state and event, %s a dialog', (inside, chart) => {
    expect(withoutIdlePairs(pairTable(chart))).toEqual(tableOf(inside));
  });

  test('RFC 3261 §13.3.1: an invitation that expires first', () => {
    const { 'Proceeding.alerting': alerting } = withoutIdlePairs(pairTable(expiring));
    expect(alerting).toEqual({
      ...tableOf('outside')['Proceeding.alerting'],
      'after answerLimit': 'Terminated: transaction user.300-699 487, nobody invite.ended'
    });
  });

  test('no transition is there in vain', () => {
    const taken = new Set<unknown>();
    for (const chart of [...charts.map(([, chart]) => chart), expiring])
      pairTable(chart, (transition) => taken.add(transition));
    expect(neverTaken(uasInvite, taken)).toEqual([]);
  });
});
