/** The way to Stately's inspector: a page of ours that opens theirs and passes on what this server sends it. */
import type { Stack } from '../../src/stack/stack.ts';
import { UsageError } from '../../src/message/usage-error.ts';
import { type StatelyEvent, tellStately } from './adapter.ts';
import type { ActorSelection } from './chosen-actors.ts';
import type { EventStream } from './event-stream.ts';

/** Where Stately's inspector is, and what it is told of. */
export interface StatelyOptions {
  /** `https://stately.ai/inspect` unless given: any page that speaks its protocol. */
  readonly url?: string;
  /** The newest 20 charts unless given. */
  readonly select?: ActorSelection;
}

/** What our page is told of it. */
export interface StatelySettings {
  readonly url: string;
  /** In words. */
  readonly selection: string;
}

const defaultUrl = 'https://stately.ai/inspect';

/** How many events wait for a page that is slow. */
const waitingLimit = 500;

/** `the newest 20 charts`. */
function formatSelection({ callId, chart, newest = 20 }: ActorSelection): string {
  const of = callId === undefined ? '' : ` of the call ${callId}`;
  return `the newest ${String(newest)} ${chart ?? 'charts'}${of}`;
}

/** The events that wait for one page: when there are too many, later ones are lost and counted. */
class Relay {
  readonly #stream: EventStream;
  readonly #waiting: string[] = [];
  #lost = 0;
  #told = 0;

  constructor(stream: EventStream) {
    this.#stream = stream;
  }

  send(event: StatelyEvent): void {
    if (this.#waiting.length === waitingLimit) this.#lost++;
    else this.#waiting.push(JSON.stringify(event));
    this.flush();
  }

  readonly flush = (): void => {
    while (this.#waiting.length > 0 && !this.#stream.isBehind && !this.#stream.isClosed)
      this.#stream.send(this.#waiting.shift() as string);
    if (this.#waiting.length > 0 || this.#lost === this.#told) return;
    this.#told = this.#lost;
    this.#stream.send(String(this.#lost), 'lost');
  };
}

/** Tells pages of a stack's actors. */
export class StatelyBridge {
  readonly settings: StatelySettings;
  readonly #stack: Stack;
  readonly #select: ActorSelection;
  readonly #report: (error: unknown) => void;

  /** @throws UsageError `ERR_SIP_INVALID_OPTION` for a URL that is none of the web */
  constructor(stack: Stack, { url = defaultUrl, select = {} }: StatelyOptions, report: (error: unknown) => void) {
    if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : ''))
      throw new UsageError('ERR_SIP_INVALID_OPTION', `not a page of the web: ${JSON.stringify(url)}`);
    this.settings = { url, selection: formatSelection(select) };
    this.#stack = stack;
    this.#select = select;
    this.#report = report;
  }

  /** Everything of the selected actors, until the page goes. */
  connect(stream: EventStream): void {
    const relay = new Relay(stream);
    stream.onDrain(relay.flush);
    const stop = tellStately(
      this.#stack,
      this.#select,
      (event) => {
        relay.send(event);
      },
      this.#report
    );
    stream.onClose(stop);
  }
}

/** What people are told before anything is sent. */
export function warnOfStately(url: string, page: string): string {
  return (
    `WARNING: ${page} opens ${url} and sends it charts, states and SIP messages (credentials and media keys blanked): ` +
    'that data leaves this machine. Nothing is sent until the button there is pressed.'
  );
}
