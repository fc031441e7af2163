/** The application of a replayed stack: it gives the orders that were recorded, to the actors that stand for those of then. */
import { type AnyActorRef, createActor } from 'xstate';
import type {
  CallInput,
  DialogRef,
  Recipient,
  ToUasInvite,
  UacInviteRef,
  UasInviteRef
} from '../../machines/events.ts';
import type { Hop } from '../../machines/surroundings.ts';
import type { UserAgentCoreSnapshot } from '../../machines/user-agent-core.ts';
import type { InviteAnswer } from '../dialog/response.ts';
import { makeField } from '../message/field.ts';
import { contact } from '../message/headers/contact.ts';
import type { NameAddr } from '../message/headers/name-addr.ts';
import type { SipRequest } from '../message/message.ts';
import { parseMessage } from '../message/parse.ts';
import { outcome } from '../stack/outcome.ts';
import type { Stack } from '../stack/stack.ts';
import { encodeLatin1 } from '../syntax/latin1.ts';
import type { OrderedAnswer, OrderEvent } from '../trace/event.ts';
import type { Flow } from '../transaction/flow.ts';

/** Who an actor is, as the trace introduces it. */
export interface Identity {
  readonly name: string;
  readonly key?: string;
}

function readContent({ fields, body }: Pick<OrderedAnswer, 'fields' | 'body'>) {
  return {
    fields: fields.map(({ name, value }) => makeField(name, value)),
    body: body && { type: body.type, bytes: encodeLatin1(body.text) }
  };
}

const readAnswer = ({ status, reason, reliable, ...content }: OrderedAnswer): InviteAnswer => ({
  status,
  reason,
  ...(reliable !== undefined && { reliable }),
  ...readContent(content)
});

function readContact(text: string): NameAddr {
  const value = contact.parse(makeField(contact.name, text).scan());
  if (value === undefined || value === '*') throw new Error(`no Contact: ${text}`);
  return value;
}

export class RecordedApplication {
  readonly #stack: Stack;

  constructor(stack: Stack) {
    this.#stack = stack;
    // Takes every call, and leaves what becomes of it to the orders.
    stack.takeInvites(() => true);
  }

  get #core(): Recipient<{ readonly type: string }> {
    return this.#stack.actor.getSnapshot().core as unknown as Recipient<{ readonly type: string }>;
  }

  /** An actor that lives; undefined when there is none. */
  find({ name, key }: Identity): AnyActorRef | undefined {
    const { core, index } = this.#stack.actor.getSnapshot();
    const { received, sent, inDialogs } = core.getSnapshot() as UserAgentCoreSnapshot;
    if (name === 'core') return core;
    if (key === undefined) return undefined;
    if (name === 'uasInvite') return received.get(key);
    if (name === 'uacInvite') return sent.get(key);
    if (name === 'uacReInvite' || name === 'requestInDialog') return inDialogs.get(key);
    for (const [other, actor] of index().entries()) if (other === key && isOf(actor, name)) return actor;
    return undefined;
  }

  #hop(flow: Flow): Hop {
    const { transports } = this.#stack.actor.getSnapshot();
    const { host, port } = flow.local;
    const transport = transports.find(
      ({ protocol, local }) => protocol === flow.transport && local.host === host && local.port === port
    );
    if (transport === undefined) throw new Error(`no transport ${flow.transport} ${host}:${String(port)}`);
    return { flow: { ...flow, local: transport.local }, transport: transport.ref };
  }

  #request({ request = '', flow }: OrderEvent): { readonly request: SipRequest; readonly hop: Hop } {
    const message = parseMessage(encodeLatin1(request));
    if (message.kind !== 'request' || flow === undefined) throw new Error('no request');
    return { request: message, hop: this.#hop(flow) };
  }

  /**
   * Gives an order; false when there is nobody to take it.
   * @throws Error for an order that can not be one
   */
  give(order: OrderEvent, standInFor: (actor: number) => Identity | undefined): boolean {
    const find = (actor: number): AnyActorRef | undefined => {
      const whom = standInFor(actor);
      return whom && this.find(whom);
    };
    switch (order.event) {
      case 'close':
        void this.#stack.close();
        return true;
      case 'user.invite': {
        const input: CallInput = { ...this.#request(order), localContact: readContact(order.contact ?? '') };
        const type = 'user.invite';
        this.#core.send({ type, id: order.id ?? input.request.callId, input } as { readonly type: string });
        return true;
      }
      case 'user.request': {
        const { request, hop } = this.#request(order);
        const user = createActor(outcome, { parent: this.#stack.actor }).start();
        this.#stack.surroundings.table.send({ type: 'user.request', request, ...hop, user });
        return true;
      }
      case 'user.reInvite':
      case 'user.requestInDialog':
        return this.#ask(order, order.inDialog && (find(order.inDialog.dialog) as DialogRef | undefined));
      default:
        return this.#tell(order, find(order.actor));
    }
  }

  #ask({ event, id = '', inDialog }: OrderEvent, dialog: DialogRef | undefined): boolean {
    if (inDialog === undefined || dialog === undefined) return false;
    const { method, ownsCallId } = inDialog;
    const content = readContent(inDialog);
    if (event === 'user.reInvite') this.#stack.reInvite(id, { dialog, ownsCallId, ...content });
    else this.#stack.requestInDialog(id, { dialog, method, ...content });
    return true;
  }

  #tell({ event: type, answer }: OrderEvent, actor: AnyActorRef | undefined): boolean {
    if (actor === undefined) return false;
    if (answer === undefined) (actor as UacInviteRef).send({ type } as Parameters<UacInviteRef['send']>[0]);
    else (actor as UasInviteRef).send({ type, answer: readAnswer(answer) } as ToUasInvite);
    return true;
  }
}

function isOf(actor: AnyActorRef, name: string): boolean {
  return (actor as unknown as { readonly logic: { readonly id?: unknown } }).logic.id === name;
}
