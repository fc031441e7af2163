/** Where everything stands in the picture of a ladder: uprights from left to right, a row for each arrow from the top. */
import { measureText } from '../text.ts';
import type { Ladder, LadderArrow, LadderParticipant, LadderStep } from './ladder.ts';

/** An upright, and the box on top of it. */
export interface PlacedParticipant {
  readonly participant: LadderParticipant;
  /** Of the upright; the middle of its box. */
  readonly x: number;
  /** Of the box. */
  readonly width: number;
}

/** What a chart is after an arrow, beside our upright. */
export interface PlacedNote {
  /** The last of the steps that it sums up. */
  readonly step: LadderStep;
  readonly state: string;
  readonly chart: string;
  readonly baseline: number;
}

/** A row. */
export interface PlacedArrow {
  readonly arrow: LadderArrow;
  readonly top: number;
  readonly height: number;
  /** Where the line is. */
  readonly y: number;
  readonly from: number;
  readonly to: number;
  readonly notes: readonly PlacedNote[];
}

/** A ladder laid out, in pixels. */
export interface LadderLayout {
  readonly ladder: Ladder;
  readonly width: number;
  readonly height: number;
  readonly participants: readonly PlacedParticipant[];
  /** Where notes begin, or (`end`) where they end. */
  readonly notes: { readonly x: number; readonly anchor: 'start' | 'end' };
  readonly arrows: readonly PlacedArrow[];
}

/** Of a participant's box. */
export const boxHeight = 44;

/** Around the picture, and left of it the times. */
const margin = 12;
const times = 58;
const noteHeight = 15;
const rowHeight = 40;

/** `×3`, for a message that was there three times. */
export const timesOf = ({ repeats }: LadderArrow): string =>
  repeats.length === 0 ? '' : `×${String(repeats.length + 1)}`;

/** Lays a ladder out. The same ladder gives the same layout. */
export function layLadder(ladder: Ladder): LadderLayout {
  const { participants, us, arrows } = ladder;
  const notes = notesOf(arrows);
  const boxes = participants.map(({ name, address }) =>
    Math.max(96, 20 + Math.max(measureText(name, 'event'), measureText(address, 'rfc')))
  );
  const widest = Math.max(0, ...boxes);
  const label = Math.max(0, ...arrows.map((arrow) => measureText(`${arrow.label} ${timesOf(arrow)}`, 'event')));
  const pitch = Math.max(widest + 20, label + 48);
  const noteWidth = Math.max(
    0,
    ...notes.flat().map(({ state, chart }) => measureText(state, 'event') + 6 + measureText(chart, 'prose'))
  );
  const isFirst = us === 0 && participants.length > 0;
  const room = Math.max(widest / 2, isFirst ? noteWidth + 16 : 0);
  const first = margin + times + room;
  const placed = participants.map((participant, index) => ({
    participant,
    x: round(first + index * pitch),
    width: round(boxes[index] as number)
  }));
  const last = placed.at(-1)?.x ?? first;
  const ours = placed[us]?.x ?? first;
  const noteX = isFirst ? ours - 12 : last + 12;
  let top = margin + boxHeight + 10;
  const rows = arrows.map((arrow, index): PlacedArrow => {
    const said = notes[index] ?? [];
    const height = Math.max(rowHeight + (arrow.troubles.length > 0 ? 14 : 0), 18 + said.length * noteHeight + 8);
    const y = top + 22;
    const row = {
      arrow,
      top,
      height,
      y,
      from: placed[arrow.from]?.x ?? 0,
      to: placed[arrow.to]?.x ?? 0,
      notes: said.map((note, at) => ({ ...note, baseline: y + 4 + at * noteHeight }))
    };
    top += height;
    return row;
  });
  const right = Math.max(last + widest / 2, isFirst ? 0 : noteX + noteWidth) + margin;
  return {
    ladder,
    width: Math.ceil(right),
    height: top + margin,
    participants: placed,
    notes: { x: noteX, anchor: isFirst ? 'end' : 'start' },
    arrows: rows
  };
}

/**
 * What is said beside each arrow: the charts that it brought into another state, each once, where it came to in the end.
 * What a message caused and another one was sent by stands beside the second.
 */
function notesOf(arrows: readonly LadderArrow[]): readonly Omit<PlacedNote, 'baseline'>[][] {
  const sending = new Set(
    arrows.flatMap(({ steps }) => steps.filter(({ relation }) => relation === 'sent').map(({ index }) => index))
  );
  return arrows.map(({ steps }) => {
    const byActor = new Map<number, Omit<PlacedNote, 'baseline'>>();
    for (const step of steps) {
      if (step.relation === 'caused' && sending.has(step.index)) continue;
      if (step.from === step.to) continue;
      byActor.set(step.actor, { step, state: step.to, chart: step.chart });
    }
    return [...byActor.values()];
  });
}

const round = (pixels: number): number => Math.round(pixels * 10) / 10;
