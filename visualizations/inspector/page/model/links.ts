/** Which arrows of a ladder belong to which events, and back. */
import type { TraceEvent } from '../../../../src/trace/event.ts';
import type { Ladder, LadderArrow } from '../../../ladder/ladder.ts';

/** The arrows that an event is, that caused it or that it sent; a message that is sent again is its first one's arrow. */
export function arrowsOf({ arrows }: Ladder, events: readonly TraceEvent[], index: number): readonly LadderArrow[] {
  const event = events[index];
  const cause = event !== undefined && 'cause' in event ? event.cause : undefined;
  const message =
    event?.type === 'message' ? event.message : cause !== undefined && 'message' in cause ? cause.message : -1;
  return arrows.filter(
    (arrow) =>
      arrow.message === message ||
      arrow.repeats.some((repeat) => repeat.message === message) ||
      arrow.steps.some((step) => step.index === index)
  );
}

/** The last time before `count` that an actor took an arrow of its chart; undefined when it did not. */
export function lastTaken(
  events: readonly TraceEvent[],
  actor: number,
  edge: string,
  count: number
): number | undefined {
  const index = events
    .slice(0, count)
    .findLastIndex((event) => event.type === 'transition' && event.actor === actor && event.edge === edge);
  return index < 0 ? undefined : index;
}

/** Where the next message is, `by` 1, or the one before, `by` -1: how many events there are up to it. */
export function countAtMessage(events: readonly TraceEvent[], count: number, by: 1 | -1): number | undefined {
  const isMessage = ({ type }: TraceEvent): boolean => type === 'message';
  const index =
    by > 0
      ? events.findIndex((event, at) => at >= count && isMessage(event))
      : events.findLastIndex((event, at) => at < count - 1 && isMessage(event));
  return index < 0 ? undefined : index + 1;
}

/** Of a call's charts, the one to look at first: its INVITE's transaction, else its dialog, else whichever came first. */
export function firstChart(charts: readonly { readonly actor: number; readonly name: string }[]): number | undefined {
  const first = (part: RegExp): number | undefined => charts.find(({ name }) => part.test(name))?.actor;
  return first(/^invite(?:Server|Client)Transaction$/) ?? first(/^dialog$/) ?? charts[0]?.actor;
}
