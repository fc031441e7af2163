/** Bob: a whole stack over a transport in memory and a virtual clock. The test is Alice, who reads what he sends. */
import { expect } from 'vitest';
import type { Observer } from 'rxjs';
import type { FromUserAgentCore, ToTransport, UacInviteRef, UasInviteRef } from '../../machines/events.ts';
import type { Hop } from '../../machines/surroundings.ts';
import { formatMessage } from '../../src/message/format.ts';
import { nameAddr } from '../../src/message/headers/name-addr.ts';
import type { SipMessage, SipRequest, SipResponse } from '../../src/message/message.ts';
import { sipUri } from '../../src/message/uri/uri.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import type { Flow } from '../../src/transaction/flow.ts';
import type { Inbound, Transport } from '../../src/transport/transport.ts';
import { alice, bob, invite, messageOf, type RequestText, request } from './messages.ts';
import { nameOf } from './stage.ts';
import { startSystem, type System, type SystemOptions } from './system.ts';
import { flowOver } from './transactions.ts';

/** A message that Bob sent. */
export interface Sent {
  readonly at: number;
  readonly message: SipMessage;
  readonly flow: Flow;
  /** Tells its sender that it could not be sent. */
  readonly fail: () => void;
}

export interface BobOptions extends SystemOptions {
  readonly over?: string;
}

export class Bob {
  readonly clock = new VirtualClock();
  readonly stack: System;
  readonly sent: Sent[] = [];
  /** The INVITEs that were offered to the application, which takes them and does nothing. */
  readonly offered: FromUserAgentCore[] = [];
  readonly over: string;
  readonly errors: unknown[] = [];
  /** What its actors have thrown. */
  readonly thrown: unknown[] = [];
  #inbound: Observer<Inbound> | undefined;
  #placed = 0;

  constructor({ over = 'UDP', ...options }: BobOptions = {}) {
    this.over = over;
    this.stack = startSystem(options, {
      clock: this.clock,
      transport: this.#transport(),
      application: (event) => this.offered.push(event),
      onError: (error) => this.errors.push(error),
      report: (error) => this.thrown.push(error)
    });
  }

  #transport(): Transport {
    const transport = {
      protocol: this.over,
      local: flowOver(this.over).local,
      logic: {
        getInitialSnapshot: (_: unknown, input: { readonly inbound: Observer<Inbound> }) => {
          this.#inbound = input.inbound;
          return { status: 'active', output: undefined, error: undefined };
        },
        transition: (snapshot: unknown, event: ToTransport) => {
          if (event.type === 'send') this.#keep(event);
          return snapshot;
        },
        getPersistedSnapshot: (snapshot: unknown) => snapshot
      }
    };
    return transport as unknown as Transport;
  }

  #keep({ message, flow, sender }: Extract<ToTransport, { readonly type: 'send' }>): void {
    const fail = (): void => sender?.send({ type: 'transport.error', error: new Error('unreachable') });
    this.sent.push({ at: this.clock.now(), message: messageOf(message), flow, fail });
  }

  /** Something comes in from Alice. */
  receive(message: SipMessage): void {
    this.#inbound?.next({ flow: flowOver(this.over), bytes: formatMessage(message) });
  }

  /** A request comes in from Alice inside the dialog that Bob's tag names. */
  receiveInDialog(method: string, sequence: number, text: RequestText = {}): SipRequest {
    const own = { to: this.tagged, branch: `z9hG4bK${method}${String(sequence)}`, sequence, ...text };
    const message = method === 'INVITE' ? invite(own) : request(method, own);
    this.receive(message);
    return message;
  }

  /** Bob's address with the tag of his last response that has one. */
  get tagged(): string {
    const tag = this.sent.findLast(({ message }) => message.kind === 'response' && message.to.tag !== undefined);
    return `${bob};tag=${tag?.message.to.tag ?? 'none'}`;
  }

  /** The last INVITE that was offered. */
  get invite(): UasInviteRef {
    const last = this.offered.at(-1);
    if (last === undefined) throw new Error('no INVITE was offered');
    return last.invite;
  }

  /** The application's word on the last INVITE. */
  says(status: number): void {
    const type = status < 200 ? 'user.ring' : status < 300 ? 'user.answer' : 'user.reject';
    this.invite.send({ type, answer: { status } });
  }

  /** Alice calls, Bob answers, Alice acknowledges. */
  receiveCall(text: RequestText = {}): void {
    this.receive(invite(text));
    this.says(200);
    this.receiveInDialog('ACK', 1);
  }

  /** Bob calls Alice. */
  call(fields: readonly string[] = []): { readonly invite: UacInviteRef; readonly request: SipRequest } {
    const made = invite({
      uri: 'sip:alice@192.0.2.2',
      via: `SIP/2.0/${this.over} 192.0.2.1:5060;branch=z9hG4bKb${String(++this.#placed)}`,
      from: `${bob};tag=b`,
      to: alice,
      callId: `from-bob-${String(this.#placed)}`,
      fields
    });
    const hop = this.stack.surroundings.route(made.requestUri) as Hop;
    const input = { request: made, hop, localContact: nameAddr(sipUri('sip:bob@192.0.2.1')) };
    return { invite: this.stack.invite(made.callId, input), request: made };
  }

  /** When Bob sent what. */
  get log(): readonly (readonly [at: number, what: string])[] {
    return this.sent.map(({ at, message }) => [at, nameOf(message)]);
  }

  /** What Bob sent, without the times. */
  get words(): string {
    return this.sent.map(({ message }) => nameOf(message)).join(' ');
  }

  /** The last message of a name that Bob sent. */
  lastSent(name: string): Sent {
    const last = this.sent.findLast(({ message }) => nameOf(message) === name);
    if (last === undefined) throw new Error(`Bob sent no ${name}, but ${this.words}`);
    return last;
  }

  lastRequest(method: string): SipRequest {
    return this.lastSent(method).message as SipRequest;
  }

  lastResponse(status: number): SipResponse {
    return this.lastSent(String(status)).message as SipResponse;
  }

  /** Once time has passed, nothing is left. */
  expectNothingLeft(after = 100_000): void {
    this.clock.advance(after);
    const { transactions, dialogs, invites } = this.stack;
    expect({ transactions, dialogs, invites, timers: this.clock.pending, errors: this.errors }).toEqual({
      transactions: 0,
      dialogs: 0,
      invites: 0,
      timers: 0,
      errors: []
    });
  }
}
