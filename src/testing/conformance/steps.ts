/** The steps that scenarios are written with. */
import type { SipMessage, SipResponse } from '../../message/message.ts';
import type { Exchange } from './exchange.ts';
import { wordsFor } from './run.ts';
import type { Behaviour, Check, Step } from './scenario.ts';

/** T1 and T2 as the RFC has them, ms. */
export const [T1, T2] = [500, 4000] as const;

/** How long an answer may take that nobody has to think about, ms. */
const soon = 1500;

/** Sends a message. */
export const send = (what: string, write: (exchange: Exchange) => string): Step => ({ kind: 'send', what, write });

/** Sends an INVITE to a user who behaves so. */
export const sendInvite = (behaviour: Behaviour = 'answering'): Step =>
  send('INVITE', (exchange) => exchange.invite(behaviour));

/** Sends the first message once more, byte for byte. */
export const sendAgain = (): Step => send('the same again', ({ sent }) => sent[0] ?? '');

export const sendAck = (): Step => send('ACK', (exchange) => exchange.ack());
export const sendBye = (sequence = 2): Step => send('BYE', (exchange) => exchange.inDialog('BYE', sequence));

/** A BYE of no dialog: the shortest request that any UAS answers, be it by 481. */
export const strayBye = (exchange: Exchange): string =>
  exchange.request('BYE', { to: `<${exchange.uriOf('answering')}>;tag=nobody` });

interface ExpectOptions {
  readonly check?: Check;
  /** Milliseconds. */
  readonly within?: number;
  readonly arranges?: boolean;
}

const isResponse = (message: SipMessage, statuses: (status: number) => boolean): message is SipResponse =>
  message.kind === 'response' && statuses(message.status);

/** Expects a response to the last request of a method. */
export function expectResponse(
  what: string,
  method: string,
  statuses: (status: number) => boolean,
  { within = soon, ...options }: ExpectOptions = {}
): Step {
  const is = (message: SipMessage): boolean => isResponse(message, statuses) && message.cseq.method === method;
  return { kind: 'expect', what, is, within, ...options };
}

export const expectStatus = (status: number, method: string, options?: ExpectOptions): Step =>
  expectResponse(`${String(status)} to ${method}`, method, (found) => found === status, options);

export const expectFinal = (method: string, options?: ExpectOptions): Step =>
  expectResponse(`a final response to ${method}`, method, (status) => status >= 200, options);

/** The call is taken: what a scenario about calls stands on. */
export const callTaken = (check?: Check): Step =>
  expectResponse('2xx to INVITE', 'INVITE', (status) => status >= 200 && status < 300, {
    within: 3000,
    arranges: true,
    ...(check !== undefined && { check })
  });

/** The call is refused: what a scenario about refusals stands on. */
export const callRefused = (): Step =>
  expectResponse('300-699 to INVITE', 'INVITE', (status) => status >= 300, { within: 3000, arranges: true });

/** The phone rings: what a scenario about pending calls stands on. */
export const phoneRings = (): Step =>
  expectResponse('101-199 to INVITE', 'INVITE', (status) => status > 100 && status < 200, {
    within: 3000,
    arranges: true
  });

/** A request of the target. */
export function expectRequest(method: string, within: number, options: Omit<ExpectOptions, 'within'> = {}): Step {
  const is = (message: SipMessage): boolean => message.kind === 'request' && message.method === method;
  return { kind: 'expect', what: method, is, within, ...options };
}

export const repeats = (...intervals: readonly number[]): Step => ({ kind: 'repeats', intervals });

export const silence = (ms: number, may?: (message: SipMessage, exchange: Exchange) => boolean): Step => ({
  kind: 'silence',
  ms,
  ...(may !== undefined && { may })
});

/** Lets time pass, and does not look at what comes. */
export const ignore = (ms: number): Step => ({ kind: 'ignore', ms });

export const wait = (ms: number): Step => ({ kind: 'wait', ms });

/** Whether a message is what the last expected one was, again. */
export const lastAgain = (message: SipMessage, { heard }: Exchange): boolean =>
  message.kind === 'response' && heard.some(({ message: old }) => old.kind === 'response' && sameAnswer(message, old));

const sameAnswer = (message: SipResponse, old: SipResponse): boolean =>
  message.status === old.status && message.cseq.method === old.cseq.method && message.to.tag === old.to.tag;

/** Expects the last expected response once more. */
export const expectAgain = (within = 400): Step => ({
  kind: 'expect',
  what: 'the same response again',
  is: lastAgain,
  within
});

/** The first check that finds something. */
export const all =
  (...checks: readonly Check[]): Check =>
  (heard, exchange) => {
    for (const check of checks) {
      const wrong = check(heard, exchange);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };

/** The message has a field, and in it a text. */
export const has =
  (name: string, text = ''): Check =>
  ({ message }) => {
    const values = message.fieldsOf(name).map(({ value }) => value);
    if (values.length === 0) return `${wordsFor(message)} has no ${name}`;
    return values.join(', ').toLowerCase().includes(text.toLowerCase())
      ? undefined
      : `${name} of ${wordsFor(message)} does not name ${text}, but ${values.join(', ')}`;
  };

/** The To has a tag (§8.2.6.2). */
export const tagged: Check = ({ message }) =>
  message.to.tag === undefined ? `the To of ${wordsFor(message)} has no tag` : undefined;

/** The To tag is that of the last response. */
export const taggedAsBefore: Check = ({ message }, { response }) =>
  message.to.tag === response.to.tag
    ? undefined
    : `the To tag of ${wordsFor(message)} is ${message.to.tag ?? 'none'}, that of ${wordsFor(response)} was ${response.to.tag ?? 'none'}`;
