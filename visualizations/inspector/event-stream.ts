/** A stream of server-sent events to one page, which may be slow, or gone. */
import type { ServerResponse } from 'node:http';
import { Observable, takeUntil } from 'rxjs';
import { bounded } from '../../src/trace/bounded.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { traceToJson } from '../../src/trace/format.ts';

/** How many events of a trace wait for a page. A recorded call has fewer. */
const waitingLimit = 4096;

export class EventStream {
  readonly #response: ServerResponse;
  #wasBehind = false;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', Connection: 'close' });
    response.flushHeaders();
  }

  get isClosed(): boolean {
    return this.#response.destroyed || this.#response.writableEnded;
  }

  /** Whether it has not read yet what it was sent. */
  get isBehind(): boolean {
    return this.#response.writableNeedDrain;
  }

  /** One event: a line of text; with a name when it is no ordinary one. */
  send(line: string, name?: string): void {
    if (!this.isClosed) this.#response.write(`${name === undefined ? '' : `event: ${name}\n`}data: ${line}\n\n`);
  }

  /** Calls whenever the page has read what it was sent. */
  onDrain(told: () => void): void {
    this.#response.on('drain', told);
  }

  /** Shows that somebody is there. A page that has read nothing since the last time is given up. */
  beat(): void {
    if (this.isClosed) return;
    if (this.isBehind && this.#wasBehind) this.#response.destroy();
    else if (!this.isBehind) this.#response.write(':\n\n');
    this.#wasBehind = this.isBehind;
  }

  /** Nothing more will come: the page need not ask again. */
  end(): void {
    if (!this.isClosed) this.#response.end('event: end\ndata: {}\n\n');
  }

  onClose(told: () => void): void {
    if (this.#response.destroyed) told();
    else this.#response.once('close', told);
  }

  get #closed$(): Observable<void> {
    return new Observable((subscriber) => {
      this.onClose(() => {
        subscriber.next();
      });
    });
  }

  /**
   * Sends a trace, each event without its secrets, until it ends or the page goes. What a slow page has no room for is
   * counted, and told in its place.
   */
  async sendTrace(trace$: Observable<TraceEvent>): Promise<void> {
    for await (const event of bounded(trace$.pipe(takeUntil(this.#closed$)), { limit: waitingLimit })) {
      this.send(traceToJson(event));
      if (this.isBehind && !this.isClosed) await this.#drained();
    }
    this.end();
  }

  /** Resolves when the page has read what it was sent, or is gone. */
  async #drained(): Promise<void> {
    const response = this.#response;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        response.off('drain', done).off('close', done);
        resolve();
      };
      response.on('drain', done).on('close', done);
    });
  }
}
