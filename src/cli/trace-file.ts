/** A trace as a file: one JSON object a line. */
import { createReadStream, createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Observable } from 'rxjs';
import { bounded } from '../trace/bounded.ts';
import type { TraceEvent } from '../trace/event.ts';
import { traceToJson } from '../trace/format.ts';
import { readTrace } from '../trace/parse.ts';

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

function* linesOfRecording(recording: readonly TraceEvent[]): Generator<string> {
  for (const event of recording) yield `${traceToJson(event)}\n`;
}

/**
 * Writes a recording to a file in place of the one that is there: whoever reads it sees the old one whole or the new one.
 * Secrets are blanked, and only its owner may read it. Rejects with the file's error.
 */
export async function writeRecording(recording: readonly TraceEvent[], path: string): Promise<void> {
  const part = `${path}.part`;
  await pipeline(linesOfRecording(recording), createWriteStream(part, { mode: 0o600 }));
  await rename(part, path);
}

/**
 * Reads what `writeTrace` or `writeRecording` wrote.
 * @throws TraceError for what is no trace; the file's error
 */
export async function readTraceFile(path: string): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = [];
  const text = createReadStream(path, { encoding: 'utf8' }) as AsyncIterable<string>;
  for await (const event of readTrace(text)) events.push(event);
  return events;
}
