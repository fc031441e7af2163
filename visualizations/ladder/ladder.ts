/** The ladder of a call: its messages between us and its peers, and what each has to do with our charts. */
import type { ActorStarted, Cause, MessageEvent, TraceEvent, TransitionEvent } from '../../src/trace/event.ts';
import { formatState } from '../../src/trace/state.ts';
import { addressIn, readMessageText } from './message-text.ts';

/** One of the uprights. */
export interface LadderParticipant {
  /** `alice@example.org` where a message says so, else its address. */
  readonly name: string;
  /** `UDP 192.0.2.1:5060`: the peer's; of us, that which the first message came to or left from. */
  readonly address: string;
}

/** A chart's start or transition that a message caused, or that sent it. */
export interface LadderStep {
  /** Which of the events it is, from 0. */
  readonly index: number;
  readonly actor: number;
  /** The chart's id. */
  readonly chart: string;
  /** Absent where the chart starts. */
  readonly from?: string;
  readonly to: string;
  /** Of an incoming message `caused`; of an outgoing one, the transition of the actor that sent it. */
  readonly relation: 'caused' | 'sent';
}

/** The same message once more. */
export interface LadderRepeat {
  readonly index: number;
  readonly message: number;
  readonly at: number;
}

/** A message. */
export interface LadderArrow {
  /** Which of the events it is, from 0. */
  readonly index: number;
  /** Its number in the trace. */
  readonly message: number;
  readonly direction: 'in' | 'out';
  readonly at: number;
  /** Indices of the participants. */
  readonly from: number;
  readonly to: number;
  /** `INVITE`, `180 Ringing`, `200 OK (INVITE)`. */
  readonly label: string;
  readonly kind: 'request' | 'provisional' | 'success' | 'failure' | 'unreadable';
  /** When it was sent or came again; in the order of the trace. */
  readonly repeats: readonly LadderRepeat[];
  /** What is wrong with it, and what was counted because of it: `fault …`, `strayAck`. */
  readonly troubles: readonly string[];
  /** The timer whose firing sent it. */
  readonly timer?: string;
  /** In the order of the trace. */
  readonly steps: readonly LadderStep[];
}

/** A call as a picture: who, and what between them. */
export interface Ladder {
  /** Who sent the first message is the first; empty without a message. */
  readonly participants: readonly LadderParticipant[];
  /** Which of the participants is us. */
  readonly us: number;
  readonly arrows: readonly LadderArrow[];
  /** Events that are missing in the trace. */
  readonly lost: number;
}

/** While it is made. */
interface Draft extends Omit<LadderArrow, 'from' | 'to'> {
  readonly peer: string;
  readonly repeats: LadderRepeat[];
  readonly troubles: string[];
  readonly steps: LadderStep[];
}

/** The longest label; a start line may be as long as its writer likes. */
const longest = 48;

/**
 * Draws up the ladder of one call's trace events, in their order. What is not of a message is passed over; a message that is
 * sent again is folded into the first one, if that is there.
 */
export function ladderOf(events: readonly TraceEvent[]): Ladder {
  const charts = new Map<number, string>();
  const timers = new Map<number, string>();
  const peers = new Map<string, LadderParticipant>();
  const drafts = new Map<number, Draft>();
  /** What each chart did last. */
  const last = new Map<number, { readonly event: TransitionEvent | ActorStarted; readonly index: number }>();
  let us: LadderParticipant | undefined;
  let lost = 0;
  const step = (
    event: TransitionEvent | ActorStarted,
    index: number,
    relation: LadderStep['relation']
  ): LadderStep => ({
    index,
    actor: event.actor,
    chart: charts.get(event.actor) ?? 'actor',
    ...(event.type === 'transition' && { from: formatState(event.from) }),
    to: formatState(event.type === 'transition' ? event.to : (event.state ?? '')),
    relation
  });
  for (const [index, event] of events.entries()) {
    switch (event.type) {
      case 'actor.started':
      case 'actor.living':
        charts.set(event.actor, event.name);
        if (event.type === 'actor.living' || event.kind === 'service') break;
        last.set(event.actor, { event, index });
        causeOf(drafts, event.cause)?.steps.push(step(event, index, 'caused'));
        break;
      case 'timer.armed':
      case 'timer.living':
        timers.set(event.timer, event.name);
        break;
      case 'transition':
        last.set(event.actor, { event, index });
        causeOf(drafts, event.cause)?.steps.push(step(event, index, 'caused'));
        break;
      case 'counted':
        causeOf(drafts, event.cause)?.troubles.push(event.name);
        break;
      case 'lost':
        lost += event.count;
        break;
      case 'message': {
        const first = event.repeats === undefined ? undefined : drafts.get(event.repeats);
        if (first !== undefined) {
          first.repeats.push({ index, message: event.message, at: event.at });
          // What it causes is the first one's as well.
          drafts.set(event.message, first);
          break;
        }
        us ??= describeUs(event);
        const draft = draftOf(event, index, timers);
        if (!peers.has(draft.peer)) peers.set(draft.peer, describePeer(event));
        drafts.set(event.message, draft);
        const sender = event.actor === undefined ? undefined : last.get(event.actor);
        // An actor says something only while it takes an arrow.
        if (sender !== undefined && isSame(sender.event.cause, event.cause))
          draft.steps.push(step(sender.event, sender.index, 'sent'));
        break;
      }
      default:
    }
  }
  return arrange([...new Set(drafts.values())], peers, us, lost);
}

function arrange(
  drafts: readonly Draft[],
  peers: ReadonlyMap<string, LadderParticipant>,
  us: LadderParticipant | undefined,
  lost: number
): Ladder {
  if (us === undefined) return { participants: [], us: 0, arrows: [], lost };
  const isCaller = drafts[0]?.direction === 'out';
  const participants = isCaller ? [us, ...peers.values()] : [...peers.values()];
  // Whoever called us is on our left, all others on our right.
  if (!isCaller) participants.splice(1, 0, us);
  const ours = participants.indexOf(us);
  const places = new Map([...peers].map(([key, peer]) => [key, participants.indexOf(peer)]));
  const arrows = drafts.map(({ peer, ...arrow }): LadderArrow => {
    const theirs = places.get(peer) as number;
    return arrow.direction === 'in' ? { ...arrow, from: theirs, to: ours } : { ...arrow, from: ours, to: theirs };
  });
  return { participants, us: ours, arrows, lost };
}

function draftOf(event: MessageEvent, index: number, timers: ReadonlyMap<number, string>): Draft {
  const { message, direction, at, fault, cause } = event;
  const timer = cause !== undefined && 'timer' in cause ? timers.get(cause.timer) : undefined;
  return {
    index,
    message,
    direction,
    at,
    label: labelOf(event),
    kind: kindOf(event),
    peer: addressOf(event.flow.remote),
    repeats: [],
    troubles: fault === undefined ? [] : [fault],
    ...(timer !== undefined && { timer }),
    steps: []
  };
}

function causeOf(drafts: ReadonlyMap<number, Draft>, cause: Cause | undefined): Draft | undefined {
  const draft = cause !== undefined && 'message' in cause ? drafts.get(cause.message) : undefined;
  return draft?.direction === 'in' ? draft : undefined;
}

function isSame(one: Cause | undefined, other: Cause | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  if ('message' in one) return 'message' in other && one.message === other.message;
  return 'timer' in other && one.timer === other.timer;
}

/** `INVITE`; `180 Ringing`; a final response says to what. */
function labelOf({ startLine, status, cseq }: MessageEvent): string {
  if (startLine === undefined) return 'unreadable';
  if (status === undefined) return cut(startLine.split(' ', 1).join());
  const said = startLine.split(' ').slice(1).join(' ');
  return cut(status >= 200 && cseq !== undefined ? `${said} (${cseq.method})` : said);
}

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

function kindOf({ startLine, status }: MessageEvent): LadderArrow['kind'] {
  if (startLine === undefined) return 'unreadable';
  if (status === undefined) return 'request';
  return status < 200 ? 'provisional' : status < 300 ? 'success' : 'failure';
}

const addressOf = ({ host, port }: MessageEvent['flow']['remote']): string =>
  `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;

function describePeer(event: MessageEvent): LadderParticipant {
  return describe(event, event.flow.remote, isFrom(event) ? 'from' : 'to');
}

function describeUs(event: MessageEvent): LadderParticipant {
  return describe(event, event.flow.local, isFrom(event) ? 'to' : 'from');
}

/** Whether From is the peer: of a request that came in, and of a response that goes out. */
const isFrom = ({ direction, status }: MessageEvent): boolean => (direction === 'in') === (status === undefined);

function describe(event: MessageEvent, at: MessageEvent['flow']['remote'], field: 'from' | 'to'): LadderParticipant {
  const name = addressIn(readMessageText(event.text), field);
  const address = addressOf(at);
  return { name: name === undefined ? address : cut(name), address: `${event.flow.transport} ${address}` };
}
