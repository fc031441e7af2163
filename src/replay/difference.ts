/** What makes two events differ: the one of a recording, and the one of its replay. */
import type { ActorLiving, ActorStarted, TimerArmed, TraceEvent } from '../trace/event.ts';
import { redactText } from '../trace/redact.ts';

/** Which number of the replay stands for a number of the recording. */
export interface Numbers {
  readonly actors: Map<number, number>;
  readonly timers: Map<number, number>;
}

/** Milliseconds that a delay may differ by: in the recording time went on while it was armed. */
const tolerance = 25;

/** What is compared as it stands, by kind. Numbers, times and causes are not: they follow from the order of things. */
const compared: Readonly<Partial<Record<TraceEvent['type'], readonly string[]>>> = {
  'actor.started': ['kind', 'name', 'key', 'callId', 'state'],
  'actor.ended': ['how', 'outcome', 'error'],
  message: ['direction', 'flow', 'startLine', 'status', 'callId', 'cseq', 'branch', 'fault'],
  transition: ['on', 'event', 'from', 'to', 'guard', 'actions', 'edge'],
  ignored: ['on', 'event', 'state'],
  'timer.armed': ['name'],
  'timer.fired': ['name'],
  'timer.cancelled': ['name'],
  order: ['event', 'callId'],
  unsent: ['error'],
  counted: ['name', 'flow']
};

/** Whether two values are the same as JSON; properties may stand in another order. */
function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const [names, others] = [Object.keys(one), Object.keys(other)];
  const [left, right] = [one as Readonly<Record<string, unknown>>, other as Readonly<Record<string, unknown>>];
  return names.length === others.length && names.every((name) => same(left[name], right[name]));
}

/** A message of a recording may have its secrets blanked; then those of the replay are too. */
const sameText = (recorded: string, replayed: string): boolean =>
  recorded === replayed || recorded === redactText(replayed);

const sameDelay = ({ in: recorded }: TimerArmed, { in: replayed }: TimerArmed): boolean =>
  recorded === null || replayed === null ? recorded === replayed : Math.abs(recorded - replayed) <= tolerance;

function wordsOf(event: TraceEvent): Readonly<Record<string, unknown>> {
  return event as unknown as Readonly<Record<string, unknown>>;
}

const isIntroduced = (event: TraceEvent): event is ActorStarted | ActorLiving => 'kind' in event;

/** The properties that differ; `type` when it is not even an event of that kind. New numbers are noted. */
export function differencesOf(recorded: TraceEvent, replayed: TraceEvent, numbers: Numbers): readonly string[] {
  if (recorded.type !== replayed.type) return ['type'];
  const { actors, timers } = numbers;
  const names = compared[recorded.type] ?? [];
  const differing = names.filter((name) => !same(wordsOf(recorded)[name], wordsOf(replayed)[name]));
  if (recorded.type === 'message' && replayed.type === 'message') {
    if (!sameText(recorded.text, replayed.text)) differing.push('text');
    if ((recorded.repeats === undefined) !== (replayed.repeats === undefined)) differing.push('repeats');
    return differing;
  }
  if (isIntroduced(recorded) && isIntroduced(replayed)) {
    if (recorded.parent !== undefined && actors.get(recorded.parent) !== replayed.parent) differing.push('parent');
    actors.set(recorded.actor, replayed.actor);
    return differing;
  }
  if ('actor' in recorded && 'actor' in replayed && actors.get(recorded.actor) !== replayed.actor)
    differing.push('actor');
  if (recorded.type === 'timer.armed' && replayed.type === 'timer.armed') {
    if (!sameDelay(recorded, replayed)) differing.push('in');
    timers.set(recorded.timer, replayed.timer);
  }
  return differing;
}
