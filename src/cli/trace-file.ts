/** A trace as a file: one JSON object a line. */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Observable } from 'rxjs';
import { bounded } from '../trace/bounded.ts';
import type { TraceEvent } from '../trace/event.ts';
import { traceToJson } from '../trace/format.ts';

async function* linesOf(trace$: Observable<TraceEvent>): AsyncGenerator<string> {
  for await (const event of bounded(trace$)) yield `${traceToJson(event)}\n`;
}

/**
 * Writes a trace to a file, which is made anew, until the trace ends; secrets are blanked, and only its owner may read it.
 * A disk that is slow loses events, and the file says how many. Rejects with the file's error.
 */
export async function writeTrace(trace$: Observable<TraceEvent>, path: string): Promise<void> {
  await pipeline(linesOf(trace$), createWriteStream(path, { mode: 0o600 }));
}
