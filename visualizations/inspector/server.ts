/**
 * The inspector of a running stack: a page in a browser, and what it asks for, over HTTP. Read-only, without secrets, and
 * for this machine alone unless it is told otherwise.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AnyStateMachine } from 'xstate';
import { charts } from '../../machines/charts.ts';
import type { Clock } from '../../src/stack/clock.ts';
import type { Stack } from '../../src/stack/stack.ts';
import { FlightRecorder, type RecorderOptions } from '../../src/trace/recorder.ts';
import { nodeClock } from '../../src/transport/node-clock.ts';
import { Access } from './access.ts';
import { ChartFiles } from './chart-files.ts';
import { EventStream } from './event-stream.ts';
import { exporters } from './exports.ts';
import { traceOfActor } from './of-actor.ts';
import { OverviewModel } from './overview.ts';
import { OverviewFeed } from './overview-feed.ts';
import { readPackageFile, type ServedFile } from './package-files.ts';
import { readFilter, Refusal } from './query.ts';
import { StatelyBridge, type StatelyOptions } from './stately.ts';
import { readWaysOut } from './ways-out.ts';

/** What an inspector is made with. */
export interface InspectOptions {
  /** The address to listen on, 127.0.0.1 unless given. Elsewhere than on this machine's own a token is asked for. */
  readonly host?: string;
  /** 8060 unless given; 0 takes a free one. */
  readonly port?: number;
  /** Other names (`sip.example.org`, or with a port) by which it may be asked. */
  readonly hosts?: readonly string[];
  /** Whether a token is asked for on this machine too, so that its other users see nothing. */
  readonly token?: boolean;
  /** How much is kept of the last calls, unless a recorder of your own is given. */
  readonly record?: RecorderOptions;
  readonly recorder?: FlightRecorder;
  /** Machines of your own beside ours, to be drawn: with elkjs installed as SVG too. */
  readonly machines?: readonly AnyStateMachine[];
  /** How many pages may be open at once, each with two streams; 16 unless given. */
  readonly pages?: number;
  /** The way to Stately's inspector, at `/stately`; there is none unless given. `{}` is the one at stately.ai. */
  readonly stately?: StatelyOptions;
  /** The stack's clock, when it has another than this machine's. */
  readonly clock?: Clock;
  /** Told of what went wrong in here; it never reaches the stack. */
  readonly onError?: (error: unknown) => void;
}

/** An inspector that listens. Disposing of it ends its pages; the stack goes on. */
export interface Inspector extends AsyncDisposable {
  /** Where a browser finds it; with the token, if one is asked for. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** How often a page is shown that somebody is there, ms. */
const heartbeat = 15_000;

/** How long a page may take to read the end, ms. */
const farewell = 500;

const page = '/visualizations/inspector/page/index.html';
const statelyPage = '/visualizations/inspector/stately/index.html';

const headers = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cache-Control': 'no-store'
};

/** A drawing has its style inside, and runs nothing. */
const drawingPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

type Route = (query: URLSearchParams, response: ServerResponse, isHead: boolean) => Promise<void> | void;

class InspectorServer {
  readonly #stack: Stack;
  readonly #clock: Clock;
  readonly #model: OverviewModel;
  readonly #recorder: FlightRecorder;
  readonly #ownsRecorder: boolean;
  readonly #feed: OverviewFeed;
  readonly #charts: ChartFiles;
  readonly #stately: StatelyBridge | undefined;
  readonly #streams = new Set<EventStream>();
  readonly #streamLimit: number;
  readonly #server: Server;
  readonly #report: (error: unknown) => void;
  readonly #leave: () => void;
  #access: Access | undefined;
  #beat: unknown;
  #isOver = false;

  constructor(stack: Stack, options: InspectOptions) {
    const { clock = nodeClock, record = {}, recorder, pages = 16, onError = () => undefined } = options;
    this.#stack = stack;
    this.#clock = clock;
    this.#report = onError;
    this.#charts = new ChartFiles(options.machines);
    this.#stately = options.stately && new StatelyBridge(stack, options.stately, onError);
    this.#streamLimit = 2 * pages;
    const { calls = 1000 } = record;
    this.#model = new OverviewModel({ waysOut: readWaysOut(charts), calls, counters: stack.counters });
    this.#recorder = recorder ?? new FlightRecorder(stack.trace$, { onError, ...record });
    this.#ownsRecorder = recorder === undefined;
    this.#feed = new OverviewFeed(this.#model, clock, () => {
      this.#model.keepOnly(new Set(this.#recorder.calls().map(({ callId }) => callId)));
    });
    const subscription = stack.trace$.subscribe({
      next: (event) => {
        this.#model.take(event);
      },
      complete: () => {
        this.#end();
      }
    });
    this.#leave = () => {
      subscription.unsubscribe();
    };
    const limits = { maxHeaderSize: 8192, headersTimeout: 5000, requestTimeout: 10_000, keepAliveTimeout: 5000 };
    this.#server = createServer({ ...limits, connectionsCheckingInterval: 1000 }, (request, response) => {
      void this.#serve(request, response);
    });
    this.#server.maxHeadersCount = 64;
    this.#server.maxRequestsPerSocket = 1000;
    this.#server.maxConnections = 4 * this.#streamLimit;
  }

  async listen(host: string, port: number, options: InspectOptions): Promise<string> {
    try {
      await new Promise<void>((resolve, reject) => {
        this.#server.once('error', reject);
        this.#server.listen(port, host, () => {
          this.#server.off('error', reject);
          resolve();
        });
      });
    } catch (error) {
      this.#leave();
      if (this.#ownsRecorder) this.#recorder[Symbol.dispose]();
      throw error;
    }
    this.#server.on('error', this.#report);
    const { hosts = [], token = false } = options;
    const { address, port: bound } = this.#server.address() as AddressInfo;
    this.#access = new Access({ address, port: bound, hosts: [host, ...hosts], token });
    this.#beat = this.#clock.setTimeout(this.#beatAll, heartbeat);
    return this.#access.url;
  }

  async close(): Promise<void> {
    this.#end();
    this.#leave();
    if (this.#ownsRecorder) this.#recorder[Symbol.dispose]();
    this.#clock.clearTimeout(this.#beat);
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => {
      const timeout = setTimeout(() => {
        this.#server.closeAllConnections();
      }, farewell);
      this.#server.close(() => {
        clearTimeout(timeout);
        resolve();
      });
      this.#server.closeIdleConnections();
    });
  }

  /** The stack has ended, or we have. */
  #end(): void {
    this.#isOver = true;
    this.#feed.end();
    for (const stream of this.#streams) stream.end();
  }

  readonly #beatAll = (): void => {
    for (const stream of this.#streams) stream.beat();
    this.#beat = this.#clock.setTimeout(this.#beatAll, heartbeat);
  };

  // --- requests ---------------------------------------------------------------------------------------------------------

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      response.on('error', () => undefined);
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      await this.#answer(request, response);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : undefined;
      if (refusal === undefined && !response.destroyed) this.#report(error);
      if (response.headersSent) response.destroy();
      else refuse(response, refusal?.status ?? 500, refusal?.message ?? 'internal error');
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const access = this.#access;
    const refusal = access === undefined ? 'not yet' : access.refusalOf(request);
    if (access === undefined || refusal !== undefined) throw new Refusal(403, refusal ?? '');
    const { method, url = '/' } = request;
    if (method !== 'GET' && method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      throw new Refusal(405, 'read-only');
    }
    if (!/^\/(?!\/)/.test(url) || !URL.canParse(url, 'http://inspector')) throw new Refusal(400, 'not a path');
    const { pathname, searchParams } = new URL(url, 'http://inspector');
    const token = searchParams.get('token');
    if (!access.isKnown(request, token))
      throw new Refusal(403, 'the token is missing or wrong: see the URL it was started with');
    if (access.token !== undefined && token !== null) response.setHeader('Set-Cookie', access.setCookie);
    // Without the body of a request that has none.
    request.resume();
    const isHead = method === 'HEAD';
    const route = this.#routes[pathname];
    if (route !== undefined) await route(searchParams, response, isHead);
    else await this.#serveFile(pathname, response, isHead);
  }

  readonly #routes: Readonly<Record<string, Route | undefined>> = Object.assign(
    Object.create(null) as Record<string, Route | undefined>,
    {
      '/': (_, response) => {
        response.writeHead(302, { Location: page }).end();
      },
      '/overview': (query, response, isHead) => {
        const filter = readFilter(query);
        const stream = this.#open(response, isHead);
        if (stream !== undefined) this.#feed.add(stream, filter);
      },
      '/trace': async (query, response, isHead) => {
        const trace$ = this.#traceOf(query);
        const stream = this.#open(response, isHead);
        if (stream !== undefined) await stream.sendTrace(trace$);
      },
      '/export': async (query, response, isHead) => this.#export(query, response, isHead),
      '/stately': async (_, response, isHead) => {
        if (this.#stately === undefined) throw new Refusal(404, 'started without it');
        // It is to be told by the page that it opens.
        response.setHeader('Cross-Origin-Opener-Policy', 'same-origin-allow-popups');
        await this.#serveFile(statelyPage, response, isHead);
      },
      '/stately/settings': (_, response, isHead) => {
        if (this.#stately === undefined) throw new Refusal(404, 'started without it');
        const content = Buffer.from(JSON.stringify(this.#stately.settings));
        sendFile(response, { type: 'application/json', content }, isHead);
      },
      '/stately/events': (_, response, isHead) => {
        if (this.#stately === undefined) throw new Refusal(404, 'started without it');
        const stream = this.#open(response, isHead);
        if (this.#isOver) stream?.end();
        else if (stream !== undefined) this.#stately.connect(stream);
      }
    } satisfies Record<string, Route>
  );

  /** A stream to a page, if there is room for one more. */
  #open(response: ServerResponse, isHead: boolean): EventStream | undefined {
    if (this.#streams.size >= this.#streamLimit) {
      response.setHeader('Retry-After', '10');
      throw new Refusal(503, 'too many pages are open');
    }
    const stream = new EventStream(response);
    if (isHead) {
      response.end();
      return undefined;
    }
    this.#streams.add(stream);
    stream.onClose(() => this.#streams.delete(stream));
    return stream;
  }

  #traceOf(query: URLSearchParams) {
    const call = query.get('call');
    const actor = query.get('actor');
    if (call !== null && call !== '') return this.#recorder.follow(call);
    if (actor === null || !/^[1-9]\d{0,14}$/.test(actor)) throw new Refusal(400, 'call=<Call-ID> or actor=<number>');
    const callId = this.#model.callIdOf(Number(actor));
    const trace$ = callId === undefined ? this.#stack.trace$ : this.#recorder.follow(callId);
    return traceOfActor(trace$, Number(actor));
  }

  async #export(query: URLSearchParams, response: ServerResponse, isHead: boolean): Promise<void> {
    const format = query.get('format') ?? 'trace';
    const exporter = Object.hasOwn(exporters, format) ? exporters[format as keyof typeof exporters] : undefined;
    if (exporter === undefined) throw new Refusal(400, `format=${Object.keys(exporters).join(', ')}`);
    const call = query.get('call') ?? undefined;
    const events = this.#recorder.recording(call);
    const name = `${(call ?? 'calls').replaceAll(/[^\w.-]+/g, '_').slice(0, 64)}.${exporter.extension}`;
    response.writeHead(200, {
      'Content-Type': exporter.type,
      'Content-Disposition': `attachment; filename="${name}"`
    });
    if (isHead) response.end();
    else await pipeline(Readable.from(exporter.write(events)), response);
  }

  async #serveFile(path: string, response: ServerResponse, isHead: boolean): Promise<void> {
    const [, chart, format] = /^\/charts\/([\w-]+)\.(svg|json)$/.exec(path) ?? [];
    const file =
      chart === undefined ? await readPackageFile(path) : await this.#charts.read(chart, format as 'svg' | 'json');
    if (file === undefined) throw new Refusal(404, 'nothing here');
    if (file.type === 'image/svg+xml') response.setHeader('Content-Security-Policy', drawingPolicy);
    sendFile(response, file, isHead);
  }
}

function sendFile(response: ServerResponse, { type, content }: ServedFile, isHead: boolean): void {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': content.length });
  response.end(isHead ? undefined : content);
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
  response.end(`${why}\n`);
}

/**
 * Has a stack looked at in a browser. Resolves when it listens.
 * @throws UsageError `ERR_SIP_INVALID_OPTION` for what the recorder or the way to Stately cannot take; the socket's error
 *   when the port is taken
 */
export async function inspect(stack: Stack, options: InspectOptions = {}): Promise<Inspector> {
  const { host = '127.0.0.1', port = 8060 } = options;
  const server = new InspectorServer(stack, options);
  const url = await server.listen(host, port, options);
  const close = async (): Promise<void> => server.close();
  return { url, close, [Symbol.asyncDispose]: close };
}
