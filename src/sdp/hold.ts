/**
 * Offers that change a session without changing what it is about: RFC 3264 §8, hold in RFC 3264 §8.4.
 *
 * The text is edited line by line, so that whatever else a description says stays as it was written.
 */
import { UsageError } from '../message/usage-error.ts';
import type { Direction } from './session-description.ts';

const directionLine = /^a=(sendrecv|sendonly|recvonly|inactive)[ \t]*$/;
const refusedStream = /^m=\S+ 0[ /]/;
const originLine = /^(o=\S+ \S+ )(\d{1,20})( .*)$/;

/** On hold we send (music, or nothing) and do not listen: what was two-way is one-way, what we only heard is silent (RFC 3264 §8.4). */
const held: Readonly<Record<Direction, Direction>> = {
  sendrecv: 'sendonly',
  sendonly: 'sendonly',
  recvonly: 'inactive',
  inactive: 'inactive'
};

/** The lines of a description without their ends. */
function linesOf(sdp: string): readonly string[] {
  const lines = sdp.split(/\r\n|\r|\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\r\n`).join('');

/**
 * The same description as a new offer: the version in `o=` is one higher than in the last one (RFC 3264 §8).
 * @throws UsageError `ERR_SIP_INVALID_SDP` for a text without an `o=` line
 */
export function nextVersion(sdp: string, last: string = sdp): string {
  const version = linesOf(last).find((line) => originLine.test(line));
  const digits = version === undefined ? undefined : originLine.exec(version)?.[2];
  if (digits === undefined) throw new UsageError('ERR_SIP_INVALID_SDP', 'a session description without an o= line');
  const next = String(BigInt(digits) + 1n);
  return textOf(linesOf(sdp).map((line) => line.replace(originLine, `$1${next}$3`)));
}

/** A media section's lines with another direction: its own line says so, whatever the session's says. */
function withDirection(section: readonly string[], session: Direction, change: (from: Direction) => Direction) {
  // A stream that is refused flows no way (RFC 3264 §6).
  if (refusedStream.test(section[0] as string)) return section;
  const own = section.map((line) => directionLine.exec(line)?.[1] as Direction | undefined).find(Boolean);
  return [...section.filter((line) => !directionLine.test(line)), `a=${change(own ?? session)}`];
}

/**
 * The offer that puts a session on hold (RFC 3264 §8.4): every stream that is not refused is only sent, or inactive; the
 * version is one higher.
 * @throws UsageError `ERR_SIP_INVALID_SDP` for a text without an `o=` line
 */
export function holdOffer(sdp: string): string {
  const lines = linesOf(nextVersion(sdp));
  const starts = lines.flatMap((line, at) => (line.startsWith('m=') ? [at] : []));
  const head = lines.slice(0, starts[0] ?? lines.length);
  const session = head.map((line) => directionLine.exec(line)?.[1] as Direction | undefined).find(Boolean);
  const sections = starts.map((start, index) => lines.slice(start, starts[index + 1]));
  return textOf([
    ...head.filter((line) => !directionLine.test(line)),
    ...sections.flatMap((section) => withDirection(section, session ?? 'sendrecv', (from) => held[from]))
  ]);
}
