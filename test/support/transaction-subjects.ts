/** The four transaction charts as the tables of the RFC's text see them. */
import type { EventObject } from 'xstate';
import type { ToInviteClient, ToInviteServer, ToNonInviteClient, ToNonInviteServer } from '../../machines/events.ts';
import type { charts } from '../../machines/index.ts';
import type { SipRequest } from '../../src/message/message.ts';
import { answer, invite, request as requestOf } from './messages.ts';
import { eventsOf } from './pairs.ts';

const error = new Error('unreachable');
const call = invite();
const options = requestOf('OPTIONS');

/** A transaction chart, its table's name, and what it may be told by the names of that table. */
export interface TransactionSubject {
  readonly name: string;
  readonly chart: keyof typeof charts;
  readonly request: SipRequest;
  readonly events: Readonly<Record<string, EventObject>>;
}

const inviteClient: TransactionSubject = {
  name: 'invite-client-transaction',
  chart: 'inviteClient',
  request: call,
  events: eventsOf<ToInviteClient>({
    'transport.1xx': { '': { type: 'transport.1xx', response: answer(call, 180) } },
    'transport.2xx': { '': { type: 'transport.2xx', response: answer(call, 200) } },
    'transport.300-699': { '': { type: 'transport.300-699', response: answer(call, 486) } },
    'transport.error': { '': { type: 'transport.error', error } },
    'user.abandon': { '': { type: 'user.abandon' } }
  })
};

const nonInviteClient: TransactionSubject = {
  name: 'non-invite-client-transaction',
  chart: 'nonInviteClient',
  request: options,
  events: eventsOf<ToNonInviteClient>({
    'transport.1xx': { '': { type: 'transport.1xx', response: answer(options, 100) } },
    'transport.200-699': { '': { type: 'transport.200-699', response: answer(options, 200) } },
    'transport.error': { '': { type: 'transport.error', error } }
  })
};

const inviteServer: TransactionSubject = {
  name: 'invite-server-transaction',
  chart: 'inviteServer',
  request: call,
  events: eventsOf<ToInviteServer>({
    'transport.INVITE': { '': { type: 'transport.INVITE', request: call } },
    'transport.ACK': { '': { type: 'transport.ACK', request: requestOf('ACK') } },
    'transport.error': { '': { type: 'transport.error', error } },
    'user.1xx': { '': { type: 'user.1xx', response: answer(call, 180) } },
    'user.2xx': { '': { type: 'user.2xx', response: answer(call, 200) } },
    'user.300-699': { '': { type: 'user.300-699', response: answer(call, 486) } }
  })
};

const nonInviteServer: TransactionSubject = {
  name: 'non-invite-server-transaction',
  chart: 'nonInviteServer',
  request: options,
  events: eventsOf<ToNonInviteServer>({
    'transport.request': { '': { type: 'transport.request', request: options } },
    'transport.error': { '': { type: 'transport.error', error } },
    'user.1xx': {
      100: { type: 'user.1xx', response: answer(options, 100) },
      183: { type: 'user.1xx', response: answer(options, 183) }
    },
    'user.200-699': {
      200: { type: 'user.200-699', response: answer(options, 200) },
      408: { type: 'user.200-699', response: answer(options, 408) }
    }
  })
};

export const transactionSubjects = { inviteClient, nonInviteClient, inviteServer, nonInviteServer };
