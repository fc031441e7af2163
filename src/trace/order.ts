/** What an application tells a stack, as the trace tells of it. */
import type { AnyActorRef, EventObject } from 'xstate';
import type { CallInput, ToUserAgentCore } from '../../machines/events.ts';
import type { InviteAnswer, TypedBody } from '../dialog/response.ts';
import type { HeaderField } from '../message/field.ts';
import { contact } from '../message/headers/contact.ts';
import { formatMessage } from '../message/format.ts';
import type { SipRequest } from '../message/message.ts';
import { decodeLatin1 } from '../syntax/latin1.ts';
import type { Flow } from '../transaction/flow.ts';
import { callIdOfDialog } from './actor.ts';
import type { OrderedAnswer, OrderEvent } from './event.ts';

/** What an order says beside its name and whom it is told. */
type Details = Pick<OrderEvent, 'callId' | 'answer' | 'request' | 'flow' | 'contact' | 'id' | 'inDialog' | 'user'>;

type Describe = (event: EventObject, numberOf: (actor: AnyActorRef) => number) => Details;

function describeContent(
  fields: readonly HeaderField[],
  body: TypedBody | undefined
): Pick<OrderedAnswer, 'fields' | 'body'> {
  return {
    fields: fields.map(({ name, value }) => ({ name, value })),
    ...(body !== undefined && { body: { type: body.type, text: decodeLatin1(body.bytes) } })
  };
}

const describeAnswer: Describe = (event) => {
  const {
    status,
    reason,
    fields = [],
    body,
    reliable
  } = (event as EventObject & { readonly answer: InviteAnswer }).answer;
  const answer: OrderedAnswer = {
    status,
    ...(reason !== undefined && { reason }),
    ...(reliable === true && { reliable }),
    ...describeContent(fields, body)
  };
  return { answer };
};

type InDialog = Extract<ToUserAgentCore, { readonly type: 'user.reInvite' | 'user.requestInDialog' }>;

const describeInDialog: Describe = (event, numberOf) => {
  const { id, input } = event as InDialog;
  const { dialog, fields, body } = input;
  const callId = callIdOfDialog(dialog);
  return {
    id,
    ...(callId !== undefined && { callId }),
    inDialog: {
      dialog: numberOf(dialog),
      method: 'method' in input ? input.method : 'INVITE',
      ownsCallId: 'ownsCallId' in input && input.ownsCallId,
      ...describeContent(fields, body)
    }
  };
};

const describeRequest = (request: SipRequest, flow: Flow): Details => ({
  callId: request.callId,
  request: decodeLatin1(formatMessage(request)),
  flow
});

const nothing: Describe = () => ({});

/** The orders there are. Our services send none of these themselves; a chart that does is known as their source. */
const orders: ReadonlyMap<string, Describe> = new Map<string, Describe>([
  ['user.ring', describeAnswer],
  ['user.answer', describeAnswer],
  ['user.reject', describeAnswer],
  ['user.bye', nothing],
  ['user.cancel', nothing],
  ['user.drain', nothing],
  ['user.reInvite', describeInDialog],
  ['user.requestInDialog', describeInDialog],
  [
    'user.invite',
    (event) => {
      const { id, input } = event as EventObject & { readonly id: string; readonly input: CallInput };
      const { request, hop, localContact } = input;
      return { id, ...describeRequest(request, hop.flow), contact: contact.format(localContact) };
    }
  ],
  [
    'user.request',
    (event, numberOf) => {
      const { request, flow, user } = event as EventObject & {
        readonly request: SipRequest;
        readonly flow: Flow;
        readonly user: AnyActorRef;
      };
      return { ...describeRequest(request, flow), user: numberOf(user) };
    }
  ]
]);

/** Whether an event that comes from no actor is an order of the application. */
export const isOrder = ({ type }: EventObject): boolean => orders.has(type);

/** What there is to know of an order; other actors are named by their numbers. */
export const describeOrder: Describe = (event, numberOf) => (orders.get(event.type) ?? nothing)(event, numberOf);
