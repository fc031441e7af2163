/** Who looks on while `serve` serves: files, a capture server, Prometheus, the inspector. */
import type { Stack } from '../stack/stack.ts';
import type { ExportOptions } from '../trace/export.ts';
import { FlightRecorder } from '../trace/recorder.ts';
import { formatAddress } from '../transaction/flow.ts';
import { HepSender } from '../transport/hep-sender.ts';
import { type InspectFlags, startInspector } from './inspect-option.ts';
import { MetricsServer } from './metrics-server.ts';
import { readAddress, readWholeNumber } from './option.ts';
import { writePcap, writeRecording, writeTrace } from './trace-file.ts';

/** Who is to look on, as written on the command line. */
export interface WatcherOptions extends InspectFlags {
  readonly trace?: string;
  readonly record?: string;
  readonly recordCalls: string;
  readonly pcap?: string;
  readonly hep?: string;
  readonly hepId: string;
  readonly hepKey?: string;
  readonly keepSecrets: boolean;
  readonly metrics?: string;
  readonly metricsDetail: string;
}

/** What a stack is watched by; nothing that goes wrong here stops it. */
export class Watchers {
  readonly #stack: Stack;
  readonly #say: (line: string) => void;
  /** What is to be done when the stack has ended: files are written to their end. */
  readonly #endings: (() => Promise<void>)[] = [];
  /** The flight recorder, if there is one. */
  #recorder: FlightRecorder | undefined;

  constructor(stack: Stack, say: (line: string) => void) {
    this.#stack = stack;
    this.#say = say;
  }

  /** @throws Error for what cannot be read on the command line, and for what cannot be opened but a file */
  async start(options: WatcherOptions): Promise<void> {
    const { trace$ } = this.#stack;
    const secrets: ExportOptions = { secrets: options.keepSecrets ? 'kept' : 'blanked' };
    if (options.trace !== undefined) this.#write('the trace', writeTrace(trace$, options.trace));
    if (options.record !== undefined) this.#record(options.record, options.recordCalls);
    if (options.pcap !== undefined) this.#write('the packet capture', writePcap(trace$, options.pcap, secrets));
    if (options.hep !== undefined) await this.#send(options.hep, options, secrets);
    if (options.metrics !== undefined) await this.#serve(options.metrics, options.metricsDetail);
    await startInspector(this.#stack, options, this.#say, this.#recorder);
  }

  /** Resolves when everything is written and sent. The stack has been closed. */
  async end(): Promise<void> {
    await Promise.all(this.#endings.map(async (end) => end()));
  }

  #write(what: string, written: Promise<void>): void {
    const said = written.catch((error: unknown) => {
      this.#say(`error: ${what} ends: ${String(error)}`);
    });
    this.#endings.push(async () => said);
  }

  /** Keeps the last calls, and writes them when SIGUSR2 comes and at the end. One file is written at a time. */
  #record(path: string, calls: string): void {
    const recorder = new FlightRecorder(this.#stack.trace$, {
      calls: readWholeNumber(calls, 'record-calls', 1_000_000)
    });
    this.#recorder = recorder;
    let last = Promise.resolve();
    const write = async (): Promise<void> => {
      const number = recorder.calls().length;
      last = last
        .then(async () => writeRecording(recorder.recording(), path))
        .then(() => {
          this.#say(`recorded: ${String(number)} calls in ${path}`);
        })
        .catch((error: unknown) => {
          this.#say(`error: the recording is not written: ${String(error)}`);
        });
      return last;
    };
    process.on('SIGUSR2', () => void write());
    this.#endings.push(write);
  }

  async #send(hep: string, { hepId, hepKey }: WatcherOptions, secrets: ExportOptions): Promise<void> {
    const sender = await HepSender.start(this.#stack.trace$, {
      server: readAddress(hep, 'hep'),
      captureId: readWholeNumber(hepId, 'hep-id', 0xffff_ffff),
      ...(hepKey !== undefined && { authKey: hepKey }),
      ...secrets
    });
    this.#endings.push(async () => {
      await sender.ended;
      this.#say(`hep: ${JSON.stringify(sender.counts)}`);
    });
  }

  async #serve(place: string, detail: string): Promise<void> {
    if (detail !== 'counters' && detail !== 'trace')
      throw new Error(`--metrics-detail takes counters or trace, not ${JSON.stringify(detail)}`);
    const address = readAddress(place, 'metrics', '127.0.0.1');
    const { metrics } = await loadMetrics();
    const server = await MetricsServer.start(metrics(this.#stack, { detail }), address);
    this.#say(`metrics at http://${formatAddress(server.address)}/metrics`);
    this.#endings.push(async () => server.close());
  }
}

async function loadMetrics(): Promise<typeof import('../metrics/metrics.ts')> {
  try {
    return await import('../metrics/metrics.ts');
  } catch (cause) {
    throw new Error('--metrics needs the optional package prom-client: npm install prom-client', { cause });
  }
}
