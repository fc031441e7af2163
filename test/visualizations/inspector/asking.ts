/** An inspector of Bob's stack on a real port of loopback, on the wire's virtual time, and what asks it. */
import { once } from 'node:events';
import { type IncomingMessage, request, type RequestOptions } from 'node:http';
import { afterEach } from 'vitest';
import { inspect, type InspectOptions, type Inspector } from '../../../visualizations/inspector/server.ts';
import { Phones } from '../../support/phones.ts';
import type { Stack } from '../../../src/stack/stack.ts';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** One event of a stream. */
export interface Sent {
  readonly event: string;
  readonly data: string;
}

/** A page that reads a stream. */
export class Page {
  readonly response: IncomingMessage;
  readonly #events: Sent[] = [];
  #rest = '';
  #wake: () => void = () => undefined;

  constructor(response: IncomingMessage) {
    this.response = response;
    response.setEncoding('latin1');
    response.on('data', (chunk: string) => {
      const events = (this.#rest + chunk).split('\n\n');
      this.#rest = events.pop() ?? '';
      for (const text of events) {
        const [, event = 'message', data = ''] = /^(?:event: (.*)\n)?data: (.*)$/.exec(text) ?? [, 'beat'];
        this.#events.push({ event, data });
      }
      this.#wake();
    });
    response.on('close', () => {
      this.#wake();
    });
    response.on('error', () => undefined);
  }

  /** The next event; rejects when the stream has ended. */
  async next(): Promise<Sent> {
    for (;;) {
      const event = this.#events.shift();
      if (event !== undefined) return event;
      if (this.response.closed) throw new Error('the stream has ended');
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async json<T>(): Promise<T> {
    return JSON.parse((await this.next()).data) as T;
  }

  /** Everything up to the first event that is wanted. */
  async until(isWanted: (event: Sent) => boolean): Promise<readonly Sent[]> {
    const seen: Sent[] = [];
    for (;;) {
      const event = await this.next();
      seen.push(event);
      if (isWanted(event)) return seen;
    }
  }

  leave(): void {
    this.response.destroy();
  }
}

const open: { readonly inspector: Inspector; readonly pages: Page[] }[] = [];

/** Closes what tests have opened. */
afterEach(async () => {
  for (const { inspector, pages } of open.splice(0)) {
    for (const page of pages) page.leave();
    await inspector.close();
  }
});

/** An inspector, and the two phones whose Bob it looks at. */
export class Inspected {
  readonly phones = new Phones();
  readonly errors: unknown[] = [];
  readonly #pages: Page[] = [];
  #inspector: Inspector | undefined;

  static async start(
    options: InspectOptions = {},
    stackOf = ({ bob }: Phones): Stack => bob.stack
  ): Promise<Inspected> {
    const started = new Inspected();
    const { clock } = started.phones.wire;
    const onError = (error: unknown): void => void started.errors.push(error);
    started.#inspector = await inspect(stackOf(started.phones), { port: 0, clock, onError, ...options });
    open.push({ inspector: started.#inspector, pages: started.#pages });
    return started;
  }

  get inspector(): Inspector {
    if (this.#inspector === undefined) throw new Error('not started');
    return this.#inspector;
  }

  get url(): URL {
    return new URL(this.inspector.url);
  }

  async #request(path: string, options: RequestOptions): Promise<IncomingMessage> {
    const { hostname, port } = this.url;
    const host = hostname.replace(/^\[|\]$/g, '');
    const asked = request({ host, port, path, agent: false, ...options });
    asked.end();
    return (await once(asked, 'response'))[0] as IncomingMessage;
  }

  async ask(path: string, options: RequestOptions = {}): Promise<Answer> {
    const response = await this.#request(path, options);
    let text = '';
    response.setEncoding('latin1');
    for await (const chunk of response) text += String(chunk);
    return { status: response.statusCode ?? 0, headers: response.headers, text };
  }

  async open(path: string, options: RequestOptions = {}): Promise<Page> {
    const page = new Page(await this.#request(path, options));
    this.#pages.push(page);
    return page;
  }
}
