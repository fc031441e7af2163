/** `sipcharts export`: a trace file as what other tools read. */
import type { ExportOptions } from '../trace/export.ts';
import { packetsOf, eventsOfFile, type TraceEvents, writeOwnFile } from './trace-file.ts';

/** The options of `export`, as written on the command line. */
export interface ExportCommandOptions {
  readonly format: string;
  readonly out?: string;
  readonly keepSecrets: boolean;
}

/** Writes a trace as something else, piece by piece. */
type ExportFormat = (events: TraceEvents, options: ExportOptions) => AsyncIterable<string | Uint8Array>;

/** What a trace can be written as: a format more is a row more. */
const exportFormats: Readonly<Record<string, ExportFormat>> = {
  pcap: packetsOf
};

/** What formats there are, for the help. */
export const exportFormatNames = Object.keys(exportFormats);

/** Writes a trace file in another format, to a file that only its owner may read or to standard output. */
export async function exportTrace(file: string, { format, out, keepSecrets }: ExportCommandOptions): Promise<void> {
  const write = Object.hasOwn(exportFormats, format) ? exportFormats[format] : undefined;
  if (write === undefined)
    throw new Error(`--format takes ${exportFormatNames.join(', ')}, not ${JSON.stringify(format)}`);
  const chunks = write(eventsOfFile(file), { secrets: keepSecrets ? 'kept' : 'blanked' });
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
