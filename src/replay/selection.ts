/** Which part of a recording can be replayed, and why the rest can not. */
import { from } from 'rxjs';
import { UsageError } from '../message/usage-error.ts';
import type { OrderEvent, TraceBegin, TraceEvent } from '../trace/event.ts';
import { FlightRecorder } from '../trace/recorder.ts';
import { charts } from '../../machines/charts.ts';

/** A call that is not replayed. */
export interface OmittedCall {
  readonly callId: string;
  readonly reason: string;
}

/** What is replayed. */
export interface Selection {
  readonly begin: TraceBegin & Required<Pick<TraceBegin, 'stack'>>;
  readonly events: readonly TraceEvent[];
  readonly callIds: readonly string[];
  readonly omitted: readonly OmittedCall[];
}

const unlimited = {
  calls: Number.MAX_SAFE_INTEGER,
  eventsPerCall: Number.MAX_SAFE_INTEGER,
  bytes: Number.MAX_SAFE_INTEGER
};

/** The charts that the stack starts by itself. */
const ours: ReadonlySet<string> = new Set(Object.values(charts).map(({ id }) => id));

const blankedCredentials = /^(?:Proxy-)?Authorization[ \t]*:.* xxx[ \t]*$/im;

function hasBlankedCredentials({ request = '', inDialog }: OrderEvent): boolean {
  const fields = inDialog?.fields.map(({ name, value }) => `${name}: x ${value}`) ?? [];
  return [request, ...fields].some((text) => blankedCredentials.test(text));
}

/** Why a piece of a trace can not be replayed; undefined when it can. */
function refusal(events: readonly TraceEvent[]): string | undefined {
  for (const event of events) {
    if (event.type === 'actor.living' && event.kind === 'chart')
      return `its ${event.name} lived before the recording began`;
    if (event.type === 'timer.living') return `its ${event.name} was armed before the recording began`;
    if (event.type === 'lost') return `${String(event.count)} of its events are missing`;
    if (event.type === 'actor.started' && event.kind === 'chart' && !ours.has(event.name))
      return `${event.name} is a chart of the application’s own`;
    if (event.type === 'order' && hasBlankedCredentials(event))
      return 'the credentials of a request that the application sent are blanked';
  }
  return undefined;
}

const refuse = (reason: string): never => {
  throw new UsageError('ERR_SIP_NOT_REPLAYABLE', `the recording can not be replayed: ${reason}`);
};

/**
 * The calls of a recording that can be replayed, or the one that is asked for.
 * @throws UsageError `ERR_SIP_NOT_REPLAYABLE` that says why, when that is none
 */
export function select(recording: readonly TraceEvent[], callId?: string): Selection {
  const [begin] = recording;
  if (begin?.type !== 'begin') return refuse('it does not begin with begin');
  const { stack } = begin;
  if (stack === undefined) return refuse('it does not say what its stack was made with');
  const gap = recording.find((event) => event.type === 'lost' && event.callId === undefined);
  if (gap !== undefined) return refuse('events are missing, and nobody knows of which calls');
  using recorder = new FlightRecorder(from(recording), unlimited);
  const callIds = recorder.calls().map((call) => call.callId);
  if (callId !== undefined && !callIds.includes(callId)) return refuse(`it has no call ${callId}`);
  const wanted = callId === undefined ? callIds : [callId];
  const omitted = wanted.flatMap((wantedId) => {
    const reason = refusal(recorder.recording(wantedId));
    return reason === undefined ? [] : [{ callId: wantedId, reason }];
  });
  const [first] = omitted;
  if (first !== undefined && omitted.length === wanted.length)
    return refuse(
      omitted.length === 1
        ? `${first.callId}: ${first.reason}`
        : `none of its calls can; ${first.callId}: ${first.reason}`
    );
  const isOmitted = new Set(omitted.map((call) => call.callId));
  const replayed = wanted.filter((wantedId) => !isOmitted.has(wantedId));
  const isWhole = callId === undefined && omitted.length === 0;
  const events = isWhole ? recorder.recording() : recorder.recording(replayed);
  return { begin: { ...begin, stack }, events, callIds: replayed, omitted };
}
