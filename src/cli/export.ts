/** `sipcharts export`: a trace file as what other tools read. */
import { from } from 'rxjs';
import { ladderOf } from '../../visualizations/ladder/ladder.ts';
import { formatMermaidSequence } from '../../visualizations/ladder/mermaid.ts';
import { formatLadderSvg } from '../../visualizations/ladder/svg.ts';
import { exported, type ExportOptions } from '../trace/export.ts';
import { FlightRecorder } from '../trace/recorder.ts';
import { packetsOf, eventsOfFile, type TraceEvents, writeOwnFile } from './trace-file.ts';

/** The options of `export`, as written on the command line. */
export interface ExportCommandOptions {
  readonly format: string;
  readonly out?: string;
  readonly keepSecrets: boolean;
  /** The Call-ID of the call that is drawn. */
  readonly call?: string;
}

/** Writes a trace as something else, piece by piece. */
type ExportFormat = (
  events: TraceEvents,
  options: ExportOptions & Pick<ExportCommandOptions, 'call'>
) => AsyncIterable<string | Uint8Array>;

/** The ladder of a call: the one that is asked for, or the only one. */
const ladderIn = (format: (ladder: ReturnType<typeof ladderOf>) => string): ExportFormat =>
  async function* (events, { call, ...options }) {
    const all = [];
    for await (const event of events) all.push(event.type === 'message' ? exported(event, options) : event);
    using recorder = new FlightRecorder(from(all), { calls: all.length + 1, eventsPerCall: all.length + 1 });
    const calls = recorder.calls().map(({ callId }) => callId);
    const [callId] = call === undefined ? calls : [call];
    if (callId === undefined || !calls.includes(callId)) throw new Error(`no such call: there are ${listOf(calls)}`);
    if (call === undefined && calls.length > 1) throw new Error(`which --call? there are ${listOf(calls)}`);
    yield format(ladderOf(recorder.recording(callId)));
  };

/** Some of many. */
const listOf = (names: readonly string[]): string =>
  names.length === 0 ? 'none' : `${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}`;

/** What a trace can be written as: a format more is a row more. */
const exportFormats: Readonly<Record<string, ExportFormat>> = {
  pcap: packetsOf,
  mermaid: ladderIn(formatMermaidSequence),
  svg: ladderIn((ladder) => formatLadderSvg(ladder))
};

/** What formats there are, for the help. */
export const exportFormatNames = Object.keys(exportFormats);

/** Writes a trace file in another format, to a file that only its owner may read or to standard output. */
export async function exportTrace(
  file: string,
  { format, out, keepSecrets, call }: ExportCommandOptions
): Promise<void> {
  const write = Object.hasOwn(exportFormats, format) ? exportFormats[format] : undefined;
  if (write === undefined)
    throw new Error(`--format takes ${exportFormatNames.join(', ')}, not ${JSON.stringify(format)}`);
  const chunks = write(eventsOfFile(file), {
    secrets: keepSecrets ? 'kept' : 'blanked',
    ...(call !== undefined && { call })
  });
  if (out !== undefined) await writeOwnFile(out, chunks);
  else for await (const chunk of chunks) await print(chunk);
}

async function print(chunk: string | Uint8Array): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(chunk, (error) => {
      if (error == null) resolve();
      else reject(error);
    });
  });
}
