/** RFC 3261 §14.1, pair by pair. What a table leaves out does nothing. */
import { describe, expect, test } from 'vitest';
import type { ToReInvite } from '../../machines/events.ts';
import { uacReInvite } from '../../machines/index.ts';
import { answer, invite, request } from '../support/messages.ts';
import { startReInvite } from '../support/participants.ts';
import { eventsOf, neverTaken, type PairTable, pairTable, type Run, withoutIdlePairs } from '../support/pairs.ts';
import type { Stage } from '../support/stage.ts';
import { flowOver } from '../support/transactions.ts';

const own = invite({ sequence: 5 });

function events(stage: Stage) {
  const hop = { flow: flowOver('UDP'), transport: stage.recorder('transport') };
  const refused = (status: number) => ({ type: 'transaction.300-699' as const, response: answer(own, status) });
  return eventsOf<ToReInvite>({
    'dialog.sent': { '': { type: 'dialog.sent', sent: { request: own, hop } } },
    'dialog.ack': { '': { type: 'dialog.ack', ack: { request: request('ACK', { sequence: 5 }), hop } } },
    'dialog.busy': { '': { type: 'dialog.busy' } },
    'dialog.gone': { '': { type: 'dialog.gone' } },
    'transaction.1xx': { '': { type: 'transaction.1xx', response: answer(own, 180) } },
    'transaction.2xx': { '': { type: 'transaction.2xx', response: answer(own, 200) } },
    'transaction.300-699': { '488': refused(488), '491': refused(491), '481': refused(481), '408': refused(408) },
    'transaction.200-699': { '': { type: 'transaction.200-699', response: answer(own, 200) } },
    'transaction.timeout': { '': { type: 'transaction.timeout' } },
    'transaction.error': { '': { type: 'transaction.error', error: new Error('unreachable') } },
    'user.cancel': { '': { type: 'user.cancel' } }
  });
}

/** A refusal leaves the session as it was (§14.1); 408, 481 and silence end the dialog (§12.2.1.2). */
const ends = {
  'transaction.300-699 488': 'Terminated: dialog reInvite.ended',
  'transaction.300-699 481': 'Terminated: dialog request.lost',
  'transaction.300-699 408': 'Terminated: dialog request.lost',
  'transaction.timeout': 'Terminated: dialog request.lost',
  'transaction.error': 'Terminated: dialog reInvite.ended'
};
const accepted = 'Accepted: dialog reInvite.2xx 200';
const cancels = 'Offering.Cancelling: table user.request CANCEL';
const glare = 'Waiting: dialog reInvite.ended';

const table: PairTable = {
  Requesting: {
    'dialog.sent': 'Offering.Calling',
    'dialog.busy': 'Waiting',
    'dialog.gone': 'Terminated',
    'after dialogLimit': 'Terminated'
  },
  Waiting: { 'user.cancel': 'Terminated', 'after glareWait': 'Requesting: dialog user.request' },
  'Offering.Calling': {
    ...ends,
    'transaction.300-699 491': glare,
    'transaction.1xx': 'Offering.Proceeding',
    'transaction.2xx': accepted,
    'user.cancel': 'Offering.cancelOwed'
  },
  'Offering.Proceeding': {
    ...ends,
    'transaction.300-699 491': glare,
    'transaction.2xx': accepted,
    'user.cancel': cancels,
    'after ringLimit': cancels
  },
  'Offering.cancelOwed': {
    ...ends,
    'transaction.300-699 491': 'Terminated: dialog reInvite.ended',
    'transaction.1xx': cancels,
    'transaction.2xx': accepted
  },
  'Offering.Cancelling': {
    ...ends,
    'transaction.300-699 491': 'Terminated: dialog reInvite.ended',
    'transaction.2xx': accepted,
    'after cancelLimit': 'Terminated: table user.abandon, dialog reInvite.ended'
  },
  Accepted: { 'dialog.ack': 'stays: transport ACK', 'after timerM': 'Terminated' },
  Terminated: {}
};

/** Told these, by their names in the table. */
function told(start: () => Run, ...names: readonly string[]): Run {
  const run = start();
  for (const name of names) run.actor.send(events(run.stage)[name] as ToReInvite);
  return run;
}

const fresh = startReInvite(true);
const charts = [
  { start: fresh, events },
  { start: startReInvite(true, 1), events },
  { start: startReInvite(true, 0), events },
  { start: () => told(fresh, 'dialog.sent', 'transaction.2xx', 'dialog.ack'), events }
];

describe('RFC 3261 §14.1', () => {
  test('every state and event, from the start', () => {
    expect(withoutIdlePairs(pairTable({ start: fresh, events }))).toEqual(table);
  });

  test('RFC 3261 §13.2.2.4: each 2xx that comes again gets the ACK again', () => {
    const run = told(fresh, 'dialog.sent', 'transaction.2xx', 'dialog.ack', 'transaction.2xx', 'transaction.2xx');
    expect(run.stage.told('transport')).toEqual([
      [0, 'ACK'],
      [0, 'ACK'],
      [0, 'ACK']
    ]);
  });

  test.each([
    ['owns the Call-ID: 2.1 to 4 s', true, 2100, 4000],
    ['does not: 0 to 2 s', false, 0, 2000]
  ])('RFC 3261 §14.1: after a 491 it is tried again by who %s', (_, owns, least, most) => {
    const run = told(startReInvite(owns), 'dialog.sent', 'transaction.300-699 491');
    run.stage.clock.advance(most);
    const [, again = Number.NaN] = run.stage.times('dialog', 'user.request');
    expect(again).toBeGreaterThanOrEqual(least);
    expect(again).toBeLessThanOrEqual(most);
    expect(again % 10).toBe(0);
  });

  test('RFC 3261 §14.1: the attempts are counted: the last 491 is the answer', () => {
    const { actor } = told(startReInvite(true, 1), 'dialog.sent', 'transaction.300-699 491');
    expect(actor.getSnapshot()).toMatchObject({
      value: 'Terminated',
      context: { outcome: { kind: 'rejected', response: { status: 491 } } }
    });
    const busy = told(startReInvite(true, 0), 'dialog.busy');
    expect(busy.actor.getSnapshot()).toMatchObject({ context: { outcome: { kind: 'busy' } } });
  });

  test.each([
    ['dialog.gone', { kind: 'gone' }],
    ['user.cancel', undefined]
  ])('%s before it is out', (event, outcome) => {
    expect(told(fresh, event).actor.getSnapshot()).toMatchObject({ context: { outcome } });
  });

  test('RFC 3261 §9.1: a 487 to a cancelled one says that it was cancelled', () => {
    const run = told(fresh, 'dialog.sent', 'transaction.1xx', 'user.cancel', 'transaction.300-699 488');
    expect(run.actor.getSnapshot()).toMatchObject({ context: { outcome: { kind: 'cancelled' } } });
  });

  test('no transition is there in vain', () => {
    const taken = new Set<unknown>();
    for (const chart of charts) pairTable(chart, (transition) => taken.add(transition));
    expect(neverTaken(uacReInvite, taken)).toEqual([]);
  });
});
