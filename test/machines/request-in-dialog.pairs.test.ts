/** RFC 3261 §12.2.1, pair by pair. What a table leaves out does nothing. */
import { describe, expect, test } from 'vitest';
import type { ToRequestInDialog } from '../../machines/events.ts';
import { requestInDialog } from '../../machines/index.ts';
import { answer, request } from '../support/messages.ts';
import { startRequestInDialog } from '../support/participants.ts';
import { eventsOf, neverTaken, type PairTable, pairTable, withoutIdlePairs } from '../support/pairs.ts';
import type { Stage } from '../support/stage.ts';
import { flowOver } from '../support/transactions.ts';

const own = request('INFO', { sequence: 5 });

function events(stage: Stage) {
  const sent = { request: own, hop: { flow: flowOver('UDP'), transport: stage.recorder('transport') } };
  const answered = (status: number) => ({ type: 'transaction.200-699' as const, response: answer(own, status) });
  return eventsOf<ToRequestInDialog>({
    'dialog.sent': { '': { type: 'dialog.sent', sent } },
    'dialog.ack': { '': { type: 'dialog.ack', ack: sent } },
    'dialog.busy': { '': { type: 'dialog.busy' } },
    'dialog.gone': { '': { type: 'dialog.gone' } },
    'transaction.1xx': { '': { type: 'transaction.1xx', response: answer(own, 100) } },
    'transaction.2xx': { '': { type: 'transaction.2xx', response: answer(own, 200) } },
    'transaction.300-699': { '': { type: 'transaction.300-699', response: answer(own, 486) } },
    'transaction.200-699': { '': answered(200), '500': answered(500), '481': answered(481), '408': answered(408) },
    'transaction.timeout': { '': { type: 'transaction.timeout' } },
    'transaction.error': { '': { type: 'transaction.error', error: new Error('unreachable') } }
  });
}

const lost = 'Terminated: dialog request.lost';
const table = (success: string): PairTable => ({
  Requesting: { 'dialog.sent': 'Trying', 'dialog.gone': 'Terminated', 'after dialogLimit': 'Terminated' },
  Trying: {
    'transaction.200-699': success,
    'transaction.200-699 500': 'Terminated',
    // §12.2.1.2
    'transaction.200-699 481': lost,
    'transaction.200-699 408': lost,
    'transaction.timeout': lost,
    'transaction.error': 'Terminated'
  },
  Terminated: {}
});

describe('RFC 3261 §12.2.1', () => {
  test.each([
    ['INFO', 'Terminated'],
    // RFC 3311 §5.1: it is a target refresh.
    ['UPDATE', 'Terminated: dialog request.2xx 200']
  ])('every state and event: %s', (method, success) => {
    expect(withoutIdlePairs(pairTable({ start: startRequestInDialog(method), events }))).toEqual(table(success));
  });

  test('no transition is there in vain', () => {
    const taken = new Set<unknown>();
    pairTable({ start: startRequestInDialog('UPDATE'), events }, (transition) => taken.add(transition));
    expect(neverTaken(requestInDialog, taken)).toEqual([]);
  });
});
