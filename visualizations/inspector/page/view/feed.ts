/** A stream of the server's that comes back by itself. */

/** What is told of a stream. */
export interface FeedOptions<Item> {
  /** What came since the last frame of the screen, in its order. */
  readonly onItems: (items: readonly Item[]) => void;
  /** Whether it is open; and whether it has ended and nothing more will come. */
  readonly onState: (state: 'open' | 'waiting' | 'ended') => void;
  /** Whether it is asked for again also after the server has said that nothing more will come: it may be started again. */
  readonly comesBack: boolean;
}

const shortestPause = 500;
const longestPause = 8000;

export class Feed<Item> {
  readonly #path: string;
  readonly #options: FeedOptions<Item>;
  #source: EventSource | undefined;
  #items: Item[] = [];
  #pause = shortestPause;
  #timer: number | undefined;
  #isScheduled = false;
  #isClosed = false;

  constructor(path: string, options: FeedOptions<Item>) {
    this.#path = path;
    this.#options = options;
    this.#open();
  }

  #open(): void {
    const source = new EventSource(this.#path);
    this.#source = source;
    source.addEventListener('open', () => {
      this.#pause = shortestPause;
      this.#options.onState('open');
    });
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      this.#items.push(JSON.parse(data) as Item);
      this.#schedule();
    });
    source.addEventListener('end', () => {
      source.close();
      this.#options.onState('ended');
      if (this.#options.comesBack) this.#openLater();
    });
    source.addEventListener('error', () => {
      // The browser's own attempts end at the first answer that is no stream; and it does not wait longer each time.
      source.close();
      this.#options.onState('waiting');
      this.#openLater();
    });
  }

  #openLater(): void {
    this.#timer = window.setTimeout(() => {
      this.#open();
    }, this.#pause);
    this.#pause = Math.min(longestPause, this.#pause * 2);
  }

  /** Once a frame, however much comes; a page that is not seen has no frames. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    const deliver = (): void => {
      this.#isScheduled = false;
      const items = this.#items;
      this.#items = [];
      if (!this.#isClosed) this.#options.onItems(items);
    };
    if (document.hidden) window.setTimeout(deliver, 100);
    else requestAnimationFrame(deliver);
  }

  close(): void {
    this.#isClosed = true;
    this.#source?.close();
    window.clearTimeout(this.#timer);
  }
}
