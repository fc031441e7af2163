/** The formats in which a recorded call is given away as a file. */
import type { TraceEvent } from '../../src/trace/event.ts';
import { traceToJson } from '../../src/trace/format.ts';
import { pcapHeader, traceToPcap } from '../../src/trace/pcap.ts';
import { redact } from '../../src/trace/redact.ts';
import { ladderOf } from '../ladder/ladder.ts';
import { formatMermaidSequence } from '../ladder/mermaid.ts';
import { formatLadderSvg } from '../ladder/svg.ts';
import type { ExportFormat } from './protocol.ts';

/** How to write what was recorded. Secrets are blanked: by the writer, if it does not write through `traceToJson`. */
export interface Exporter {
  readonly type: string;
  readonly extension: string;
  readonly write: (events: readonly TraceEvent[]) => Iterable<string | Uint8Array>;
}

function* writeTrace(events: readonly TraceEvent[]): Generator<string> {
  for (const event of events) yield `${traceToJson(event)}\n`;
}

function* writePcap(events: readonly TraceEvent[]): Generator<Uint8Array> {
  yield pcapHeader();
  const toPcap = traceToPcap();
  for (const event of events) yield toPcap(event);
}

/** By the names that `GET /export` takes. */
export const exporters: Readonly<Record<ExportFormat, Exporter>> = {
  trace: { type: 'application/jsonl; charset=utf-8', extension: 'jsonl', write: writeTrace },
  pcap: { type: 'application/vnd.tcpdump.pcap', extension: 'pcap', write: writePcap },
  mermaid: {
    type: 'text/plain; charset=utf-8',
    extension: 'mmd',
    write: (events) => [formatMermaidSequence(ladderOf(events.map(redact)))]
  },
  svg: { type: 'image/svg+xml', extension: 'svg', write: (events) => [formatLadderSvg(ladderOf(events.map(redact)))] }
};
