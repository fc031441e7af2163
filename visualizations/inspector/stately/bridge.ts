/**
 * Between our server and the page of Stately's inspector, in a browser: opens that page when a person says so, waits until
 * it has connected, and passes on what the server sends. Nothing is asked of the server, and nothing sent, before.
 */
import type { StatelySettings } from '../stately.ts';

/** What is used of the browser: the rest of this package knows none. */
interface Page {
  textContent: string | null;
  disabled?: boolean;
  addEventListener(type: 'click', listener: () => void): void;
}
interface Opened {
  readonly closed: boolean;
  postMessage(message: unknown, origin: string): void;
}
interface Said {
  readonly data: unknown;
  readonly origin: string;
  readonly source: unknown;
}
interface Events {
  addEventListener(type: string, listener: (event: { readonly data: string }) => void): void;
  close(): void;
}
interface Browser {
  readonly document: { getElementById(id: string): Page };
  readonly EventSource: new (url: string) => Events;
  open(url: string, name: string): Opened | null;
  fetch(url: string): Promise<{ json(): Promise<unknown> }>;
  addEventListener(type: 'message', listener: (event: Said) => void): void;
}

const browser = globalThis as unknown as Browser;
const at = (id: string): Page => browser.document.getElementById(id);
const say = (text: string): void => {
  at('state').textContent = text;
};

const settings = (await (await browser.fetch('/stately/settings')).json()) as StatelySettings;
const { origin } = new URL(settings.url);
at('place').textContent = settings.url;
at('selection').textContent = settings.selection;

let opened: Opened | null = null;
let events: Events | undefined;

function stop(why: string): void {
  events?.close();
  events = undefined;
  say(why);
}

/** The page has connected, and connects again when it is reloaded: then it is told everything anew. */
function relay(to: Opened): void {
  events?.close();
  let count = 0;
  let lost = 0;
  const source = new browser.EventSource('/stately/events');
  events = source;
  source.addEventListener('open', () => {
    say(`Connected: what happens now is sent to ${origin}.`);
  });
  source.addEventListener('message', ({ data }) => {
    if (to.closed) {
      stop('Its window is closed; nothing is sent any more.');
      return;
    }
    to.postMessage(JSON.parse(data), origin);
    say(`${String(++count)} events sent to ${origin}${lost > 0 ? `, ${String(lost)} lost` : ''}.`);
  });
  source.addEventListener('lost', ({ data }) => {
    lost = Number(data);
  });
  source.addEventListener('end', () => {
    stop(`The stack has ended; ${String(count)} events were sent.`);
  });
}

browser.addEventListener('message', ({ data, origin: from, source }) => {
  if (opened === null || source !== opened || from !== origin) return;
  if ((data as { readonly type?: unknown } | null)?.type === '@statelyai.connected') relay(opened);
});

at('open').addEventListener('click', () => {
  opened = browser.open(settings.url, 'sipcharts-stately');
  say(opened === null ? 'The browser did not open it: allow pop-up windows here.' : 'Waiting until it has connected …');
});
at('open').disabled = false;
