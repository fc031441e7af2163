/** RFC 3262 §3, pair by pair. What a table leaves out does nothing. */
import { describe, expect, test } from 'vitest';
import type { NonInviteServerRef, ToReliableProvisional } from '../../machines/events.ts';
import { reliableProvisional } from '../../machines/index.ts';
import { request } from '../support/messages.ts';
import { type Chart, eventsOf, neverTaken, pairTable, withoutIdlePairs } from '../support/pairs.ts';
import { startReliableProvisional } from '../support/participants.ts';
import type { Stage } from '../support/stage.ts';

const events = (stage: Stage) => {
  const prack = (rack: string, body = '') =>
    ({
      type: 'transaction.PRACK',
      request: request('PRACK', { sequence: 2, fields: rack === '' ? [] : [`RAck: ${rack}`], body }),
      transaction: stage.recorder('PRACK') as NonInviteServerRef
    }) as const;
  return eventsOf<ToReliableProvisional>({
    'transaction.PRACK': {
      '': prack('7 1 INVITE'),
      'without RAck': prack(''),
      'unreadable RAck': prack('7 INVITE'),
      'another RSeq': prack('8 1 INVITE'),
      'another CSeq': prack('7 2 INVITE'),
      'another method': prack('7 1 UPDATE'),
      described: prack('7 1 INVITE', 'v=0')
    },
    'invite.ended': { '': { type: 'invite.ended' } }
  });
};

const row = {
  'transaction.PRACK': 'Terminated: PRACK user.200-699 200, invite reliable.acknowledged',
  'transaction.PRACK without RAck': 'stays: PRACK user.200-699 400',
  'transaction.PRACK unreadable RAck': 'stays: PRACK user.200-699 400',
  'transaction.PRACK another RSeq': 'stays: PRACK user.200-699 481',
  'transaction.PRACK another CSeq': 'stays: PRACK user.200-699 481',
  'transaction.PRACK another method': 'stays: PRACK user.200-699 481',
  'invite.ended': 'Terminated',
  'after interval': 'stays: transaction user.1xx 183',
  'after acknowledgementLimit': 'Terminated: invite reliable.unacknowledged'
};
const state = 'Unacknowledged.retransmitting';
const offered: Chart = { start: startReliableProvisional(true), events };
const answered: Chart = { start: startReliableProvisional(false), events };

describe('RFC 3262 §3, §5', () => {
  test('every state and event, of a response that makes an offer: its PRACK has the answer', () => {
    expect(withoutIdlePairs(pairTable(offered))).toEqual({
      [state]: { ...row, 'transaction.PRACK described': row['transaction.PRACK'] },
      Terminated: {}
    });
  });

  test('every state and event, of any other: nobody answers an offer in its PRACK', () => {
    expect(withoutIdlePairs(pairTable(answered))).toEqual({
      [state]: {
        ...row,
        'transaction.PRACK described': 'Terminated: PRACK user.200-699 488, invite reliable.acknowledged'
      },
      Terminated: {}
    });
  });

  test('no transition is there in vain', () => {
    const taken = new Set<unknown>();
    for (const chart of [offered, answered]) pairTable(chart, (transition) => taken.add(transition));
    expect(neverTaken(reliableProvisional, taken)).toEqual([]);
  });
});
