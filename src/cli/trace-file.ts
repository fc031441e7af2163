/** A trace as a file: JSON lines, or packets. */
import { open } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { filter, type Observable } from 'rxjs';
import { bounded } from '../trace/bounded.ts';
import { type TraceEvent, traceVersion } from '../trace/event.ts';
import type { ExportOptions } from '../trace/export.ts';
import { traceToJson } from '../trace/format.ts';
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
export async function writeOwnFile(path: string, chunks: AsyncIterable<string | Uint8Array>): Promise<void> {
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

/** The longest line that is read: several times what the longest message makes. */
const longestLine = 8_388_608;

/** Lines without their ends; the last one need not have one. */
async function* readLines(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > longestLine) throw new Error(`a line is longer than ${String(longestLine)} characters`);
  }
  if (rest !== '') yield rest;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isAddress = (value: unknown): boolean =>
  isObject(value) && typeof value['host'] === 'string' && typeof value['port'] === 'number';

/** What is told of a message that others rest on. */
const isMessage = ({ flow, text, direction }: Readonly<Record<string, unknown>>): boolean =>
  isObject(flow) &&
  typeof flow['transport'] === 'string' &&
  isAddress(flow['local']) &&
  isAddress(flow['remote']) &&
  typeof text === 'string' &&
  (direction === 'in' || direction === 'out');

function parseEvent(line: string): TraceEvent {
  const event: unknown = JSON.parse(line);
  if (!isObject(event) || typeof event['type'] !== 'string' || !Number.isFinite(event['at']))
    throw new Error('not an event');
  if (event['type'] === 'begin' && event['version'] !== traceVersion)
    throw new Error(`version ${String(event['version'])}, and ${String(traceVersion)} is what is read here`);
  if (event['type'] === 'message' && !isMessage(event)) throw new Error('not a message');
  return event as unknown as TraceEvent;
}

/**
 * Reads a file that `serve --trace` or `traceToJson` wrote. Kinds of events that are not known are passed on. Rejects with
 * the file's error, or one that says in which line there is no event.
 */
export async function* readTrace(path: string): AsyncGenerator<TraceEvent> {
  let number = 0;
  for await (const line of readLines(path)) {
    number++;
    if (line.trim() === '') continue;
    try {
      yield parseEvent(line);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`${path}, line ${String(number)}: ${reason}`, { cause });
    }
  }
}
