/** `--inspect`: the inspector beside what a command does. */
import { inspect, type Inspector } from '../../visualizations/inspector/server.ts';
import { warnOfStately } from '../../visualizations/inspector/stately.ts';
import type { ActorSelection } from '../../visualizations/inspector/chosen-actors.ts';
import type { Stack } from '../stack/stack.ts';

/** As written on the command line. */
export interface InspectFlags {
  /** True of a bare `--inspect`. */
  readonly inspect?: string | true;
  readonly statelyUrl?: string;
  readonly statelySelect?: string;
}

/** What is to be listened on, and whether Stately's inspector may be opened. */
export interface InspectPlace {
  readonly host?: string;
  readonly port?: number;
  readonly isStately: boolean;
}

/** `[host:]port`, `stately`, or `stately,[host:]port`. @throws Error for anything else */
export function parseInspectPlace(text: string): InspectPlace {
  const [, stately, place] = /^(?:(stately)(?:,|$))?(.*)$/.exec(text) ?? [];
  const isStately = stately !== undefined;
  if (place === '' && isStately) return { isStately };
  const [, host, port] = /^(?:([\w.-]+|\[[\da-f:.]+\]):)?(\d{1,5})$/i.exec(place ?? '') ?? [];
  if (port === undefined || Number(port) > 65_535)
    throw new Error(`--inspect takes [host:]port or stately, not ${JSON.stringify(text)}`);
  return { ...(host !== undefined && { host: host.replace(/^\[|\]$/g, '') }), port: Number(port), isStately };
}

/** `call=<Call-ID>`, `chart=<id>` and `newest=<number>`, with commas between. @throws Error for anything else */
export function parseSelection(text: string): ActorSelection {
  const selection: { callId?: string; chart?: string; newest?: number } = {};
  for (const part of text.split(',')) {
    const [, name, value] = /^(call|chart|newest)=(.+)$/.exec(part) ?? [];
    if (name === 'call' && value !== undefined) selection.callId = value;
    else if (name === 'chart' && value !== undefined) selection.chart = value;
    else if (name === 'newest' && /^\d{1,3}$/.test(value ?? '')) selection.newest = Number(value);
    else throw new Error(`--stately-select takes call=, chart= and newest=, not ${JSON.stringify(part)}`);
  }
  return selection;
}

/** Starts the inspector that was asked for, if one was, and says where it is. Rejects when its port is taken. */
export async function startInspector(
  stack: Stack,
  { inspect: place, statelyUrl, statelySelect }: InspectFlags,
  say: (line: string) => void
): Promise<Inspector | undefined> {
  if (place === undefined) return undefined;
  const { isStately, ...where } = place === true ? { isStately: false } : parseInspectPlace(place);
  const stately = {
    ...(statelyUrl !== undefined && { url: statelyUrl }),
    ...(statelySelect !== undefined && { select: parseSelection(statelySelect) })
  };
  const inspector = await inspect(stack, {
    ...where,
    ...(isStately && { stately }),
    onError: (error) => {
      say(`error: inspector: ${String(error)}`);
    }
  });
  const url = new URL(inspector.url);
  say(`inspector at ${url.href}`);
  if (url.searchParams.has('token'))
    say('WARNING: the inspector listens beyond this machine, and HTTP is not encrypted: whoever has the URL sees all.');
  if (isStately) {
    const page = new URL(url);
    page.pathname = '/stately';
    say(warnOfStately(statelyUrl ?? 'https://stately.ai/inspect', page.href));
  }
  return inspector;
}
