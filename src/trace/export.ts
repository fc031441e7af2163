/** What all exports of a trace have in common: which messages leave the process, and how their times are told. */
import type { MessageEvent } from './event.ts';
import { redact } from './redact.ts';

/** How a trace is handed to other tools. */
export interface ExportOptions {
  /** Credentials and media keys: blanked as `redact` does, unless they are to be kept. */
  readonly secrets?: 'blanked' | 'kept';
}

/** A message as it leaves the process. */
export function exported(message: MessageEvent, { secrets = 'blanked' }: ExportOptions): MessageEvent {
  return secrets === 'kept' ? message : (redact(message) as MessageEvent);
}

/** Seconds and microseconds of a time in ms. */
export function timeOf(ms: number): readonly [seconds: number, micros: number] {
  const micros = Math.round(ms * 1000);
  return [Math.floor(micros / 1e6), micros % 1e6];
}
