/** A trace as a file: JSON lines, or packets. */
import { open, rename } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { filter, type Observable } from 'rxjs';
import { bounded } from '../trace/bounded.ts';
import type { TraceEvent } from '../trace/event.ts';
import type { ExportOptions } from '../trace/export.ts';
import { traceToJson } from '../trace/format.ts';
import { readTrace } from '../trace/parse.ts';
import { pcapHeader, traceToPcap } from '../trace/pcap.ts';

/** Events in their order, from a trace that runs or from a file. */
export type TraceEvents = AsyncIterable<TraceEvent>;

async function* linesOf(events: TraceEvents): AsyncGenerator<string> {
  for await (const event of events) yield `${traceToJson(event)}\n`;
}

/** A trace as a packet capture. */
export async function* packetsOf(events: TraceEvents, options: ExportOptions): AsyncGenerator<Uint8Array> {
  yield pcapHeader();
  const toPcap = traceToPcap(options);
  for await (const event of events) {
    const packets = toPcap(event);
    if (packets.length > 0) yield packets;
  }
}

/** Writes to a file, which is made anew and which only its owner may read; to what is no file as it is. Rejects with the file's error. */
export async function writeOwnFile(
  path: string,
  chunks: Iterable<string> | AsyncIterable<string | Uint8Array>
): Promise<void> {
  const file = await open(path, 'w', 0o600);
  // One that was there has kept its mode.
  if ((await file.stat()).isFile()) await file.chmod(0o600);
  await pipeline(chunks, file.createWriteStream());
}

/**
 * Writes a trace to a file, which is made anew, until the trace ends; secrets are blanked, and only its owner may read it.
 * A disk that is slow loses events, and the file says how many. Rejects with the file's error.
 */
export async function writeTrace(trace$: Observable<TraceEvent>, path: string): Promise<void> {
  await writeOwnFile(path, linesOf(bounded(trace$)));
}

/**
 * Writes a packet capture to a file as `writeTrace` does; a disk that is slow loses messages, and nothing in the file says so.
 */
export async function writePcap(trace$: Observable<TraceEvent>, path: string, options: ExportOptions): Promise<void> {
  // What is no message would only take the room of one.
  const messages$ = trace$.pipe(filter(({ type }) => type === 'message' || type === 'begin'));
  await writeOwnFile(path, packetsOf(bounded(messages$), options));
}

function* recordedLines(recording: readonly TraceEvent[]): Generator<string> {
  for (const event of recording) yield `${traceToJson(event)}\n`;
}

/**
 * Writes a recording to a file in place of the one that is there: whoever reads it sees the old one whole or the new one.
 * Secrets are blanked, and only its owner may read it. Rejects with the file's error.
 */
export async function writeRecording(recording: readonly TraceEvent[], path: string): Promise<void> {
  const part = `${path}.part`;
  await writeOwnFile(part, recordedLines(recording));
  await rename(part, path);
}

/**
 * Reads what `writeTrace` or `writeRecording` wrote, piece by piece.
 * @throws TraceError for what is no trace; the file's error
 */
export async function* eventsOfFile(path: string): AsyncGenerator<TraceEvent> {
  // Opened when it is read: its error is the reader's.
  yield* readTrace(createReadStream(path, { encoding: 'utf8' }) as AsyncIterable<string>);
}

/** The same, whole. */
export async function readTraceFile(path: string): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = [];
  for await (const event of eventsOfFile(path)) events.push(event);
  return events;
}
