/** Times and events in words. */
import type { TraceEvent } from '../../../../src/trace/event.ts';
import { formatState } from '../../../../src/trace/state.ts';
import type { Moment } from './moment.ts';

/** `0.4 s`, `32.0 s`, `3:05`, `2:10:00`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  const whole = Math.floor(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${String(hours)}:${two(minutes)}:${two(whole % 60)}` : `${String(minutes)}:${two(whole % 60)}`;
}

/** How long until a timer fires. */
export function formatDue(due: number | null, now: number): string {
  return due === null ? 'never' : formatDuration(due - now);
}

/** `12,345`. */
export const formatCount = (count: number): string => String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');

/** What happens in an event. */
export function tellEvent(event: TraceEvent, { actors }: Moment): string {
  const who = (actor: number): string => `${actors.get(actor)?.name ?? 'actor'} ${String(actor)}`;
  switch (event.type) {
    case 'begin':
      return 'the trace begins';
    case 'actor.started':
    case 'actor.living': {
      const verb = event.type === 'actor.started' ? 'starts' : 'lives';
      return `${event.name} ${String(event.actor)} ${verb}${event.state === undefined ? '' : ` in ${formatState(event.state)}`}`;
    }
    case 'actor.ended':
      return `${who(event.actor)} ends: ${[event.how, event.outcome ?? event.error].filter(Boolean).join(', ')}`;
    case 'message':
      return `${event.direction === 'in' ? 'in' : 'out'}: ${event.startLine ?? 'unreadable'}${event.repeats === undefined ? '' : ', again'}`;
    case 'transition': {
      const [from, to] = [formatState(event.from), formatState(event.to)];
      const on = event.on === 'always' ? 'always' : `on ${event.event}`;
      return `${who(event.actor)}: ${from === to ? `stays ${to}` : `${from} → ${to}`} ${on}`;
    }
    case 'ignored':
      return `${who(event.actor)} ignores ${event.event}`;
    case 'timer.armed':
    case 'timer.living':
      return `${who(event.actor)} arms ${event.name}: ${event.in === null ? 'never' : formatDuration(event.in)}`;
    case 'timer.fired':
      return `${who(event.actor)}: ${event.name} fires`;
    case 'timer.cancelled':
      return `${who(event.actor)} cancels ${event.name}`;
    case 'order':
      return `the application tells ${who(event.actor)} ${event.event}`;
    case 'unsent':
      return `${who(event.actor)} is told that it could not be sent: ${event.error}`;
    case 'drawn':
      return `draws ${event.what} ${String(event.value)}`;
    case 'counted':
      return `counted: ${event.name}`;
    case 'lost':
      return `${formatCount(event.count)} events are missing`;
  }
}

/** `inviteServerTransaction` as a heading: `INVITE server transaction`. */
export function headingOf(chart: string): string {
  const words = chart.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.replaceAll(/\b(?:invite|ua[cs])\b/g, (word) => word.toUpperCase()).replace('non INVITE', 'non-INVITE');
}
