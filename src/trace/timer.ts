/** Timers as the trace tells of them. */
import type { ScheduledEvent } from '../stack/scheduler.ts';
import type { KnownActor, KnownTimer } from './actor.ts';
import type { Cause, TimerArmed, TimerCancelled, TimerFired, TimerLiving } from './event.ts';

type Running = TimerArmed | TimerLiving;
type Ended = TimerFired | TimerCancelled;

/** When, and what was being dealt with. */
interface Circumstances {
  readonly at: number;
  readonly cause: Cause | undefined;
}

/** While it is made. Properties are set one by one: a spread costs several times as much. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** JSON has no Infinity. */
const finite = (ms: number): number | null => (Number.isFinite(ms) ? ms : null);

/** Numbers the timers of one stack and describes them. */
export class TimerTrace {
  #last = 0;

  armed(type: Running['type'], scheduled: ScheduledEvent, known: KnownActor, { at, cause }: Circumstances): Running {
    const { number, name } = known.timer(scheduled) ?? known.arm(scheduled, ++this.#last);
    const event: Mutable<Running> = {
      type,
      at,
      timer: number,
      actor: known.number,
      name,
      in: finite(scheduled.due - at),
      due: finite(scheduled.due)
    };
    if (type === 'timer.armed' && cause !== undefined) event.cause = cause;
    return event;
  }
}

/** A timer that fires, or will not any more. */
export function endedTimer(
  type: Ended['type'],
  { number, name }: KnownTimer,
  { number: actor }: KnownActor,
  { at, cause }: Circumstances
): Ended {
  const event: Mutable<Ended> = { type, at, timer: number, actor, name };
  if (cause !== undefined) event.cause = cause;
  return event;
}
