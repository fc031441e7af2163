/** Trace events as lines: JSON for programs, words for people. Secrets are blanked, and nothing moves a terminal's cursor. */
import { type Flow, formatAddress } from '../transaction/flow.ts';
import type { Cause, TraceEvent } from './event.ts';
import { redact } from './redact.ts';
import { formatState } from './state.ts';

/** Everything but printable ASCII; and what people are not shown: they know the sign of a section. */
const notAscii = /[^\x20-\x7e]/g;
const unprintable = /[^\x20-\x7e\u00a7]/g;

const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** An event as one line of JSON in printable ASCII, without its line end. Secrets are blanked as `redact` does. */
export function traceToJson(event: TraceEvent): string {
  return JSON.stringify(redact(event)).replace(notAscii, escape);
}

const formatFlow = ({ transport, local, remote }: Flow, arrow: string): string =>
  `${transport} ${formatAddress(local)} ${arrow} ${formatAddress(remote)}`;

const formatCause = (cause: Cause | undefined): string => {
  if (cause === undefined) return '';
  return 'message' in cause ? ` (message ${String(cause.message)})` : ` (timer ${String(cause.timer)})`;
};

/** `a b c` of what is there. */
const join = (...words: readonly (string | false | undefined)[]): string =>
  words.filter((word) => word !== undefined && word !== false && word !== '').join(' ');

const n = String;

/** An actor by its number and, if it is known, its name. */
type Names = ReadonlyMap<number, string>;
const who = (names: Names, actor: number): string => `${names.get(actor) ?? 'actor'} ${n(actor)}`;

const firstLine = (message: string): string => message.slice(0, message.indexOf('\r'));

function say(event: TraceEvent, names: Names): string {
  switch (event.type) {
    case 'begin': {
      const { actors, timers } = event.living;
      const epoch = event.epoch === undefined ? undefined : `${n(event.epoch)} ms since 1970 at 0,`;
      return join(`trace ${n(event.version)} begins,`, epoch, `${n(actors)} actors and ${n(timers)} timers live`);
    }
    case 'actor.living':
    case 'actor.started':
      return join(
        who(names, event.actor),
        event.type === 'actor.living' ? 'lives' : 'starts',
        event.state !== undefined && `in ${formatState(event.state)}`,
        event.parent !== undefined && `for ${who(names, event.parent)}`,
        event.key !== undefined && `as ${JSON.stringify(event.key)}`,
        event.callId !== undefined && `Call-ID ${event.callId}`
      );
    case 'actor.ended': {
      const { actor, how, outcome, error } = event;
      return join(`${who(names, actor)} ends: ${how}`, outcome, error !== undefined && JSON.stringify(error));
    }
    case 'message': {
      const { message, direction, flow, startLine, status, cseq, repeats, fault, actor } = event;
      return join(
        `message ${n(message)}`,
        direction,
        formatFlow(flow, direction === 'in' ? '<-' : '->'),
        startLine ?? 'unreadable',
        status !== undefined && cseq && `to ${n(cseq.sequence)} ${cseq.method}`,
        actor !== undefined && `from ${who(names, actor)}`,
        repeats !== undefined && `again as message ${n(repeats)}`,
        fault !== undefined && `fault ${fault}`
      );
    }
    case 'transition': {
      const { actor, on, from, to, guard, actions, rfc } = event;
      const [before, after] = [formatState(from), formatState(to)];
      return join(
        who(names, actor),
        before === after ? `stays ${after}` : `${before} -> ${after}`,
        on === 'always' ? 'always' : `on ${event.event}`,
        guard !== undefined && `[${guard}]`,
        actions.length > 0 && `/ ${actions.join(', ')}`,
        rfc.length > 0 && `{${rfc.join(', ')}}`
      );
    }
    case 'ignored':
      return `${who(names, event.actor)} ignores ${event.event} in ${formatState(event.state)}`;
    case 'timer.armed':
    case 'timer.living': {
      const left = event.in === null ? 'for ever' : `${n(Math.round(event.in))} ms`;
      const verb = event.type === 'timer.armed' ? 'arms' : 'has armed';
      return `${who(names, event.actor)} ${verb} ${event.name}, timer ${n(event.timer)}: ${left}`;
    }
    case 'timer.fired':
      return `${who(names, event.actor)}: ${event.name} fires, timer ${n(event.timer)}`;
    case 'timer.cancelled':
      return `${who(names, event.actor)} cancels ${event.name}, timer ${n(event.timer)}`;
    case 'order': {
      const { actor, event: told, answer, inDialog, request } = event;
      return join(
        `the application tells ${who(names, actor)} ${told}`,
        answer && n(answer.status),
        inDialog && `${inDialog.method} in ${who(names, inDialog.dialog)}`,
        request && firstLine(request)
      );
    }
    case 'unsent':
      return `${who(names, event.actor)} is told that it could not be sent: ${event.error}`;
    case 'drawn':
      return `draws ${event.what} ${n(event.value)}`;
    case 'counted':
      return join(`counted ${event.name}`, event.flow && formatFlow(event.flow, '<-'));
    case 'lost':
      return `${n(event.count)} events lost`;
  }
}

/**
 * A writer of lines for people, one an event, without line ends: seconds of the stack's clock, what happened, and what it is
 * due to. It remembers the names of the actors that live, and shows only the first line of a message. Not to be read by
 * programs: its words may change.
 */
export function traceToText(): (event: TraceEvent) => string {
  const names = new Map<number, string>();
  return (event) => {
    if ('name' in event && 'kind' in event) names.set(event.actor, event.name);
    const seconds = (event.at / 1000).toFixed(3).padStart(7);
    const cause = 'cause' in event ? formatCause(event.cause) : '';
    const line = `${seconds} ${say(event, names)}${cause}`;
    if (event.type === 'actor.ended') names.delete(event.actor);
    return line.replace(unprintable, escape);
  };
}
