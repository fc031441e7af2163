/** Mermaid text (`sequenceDiagram`) of a ladder, for Markdown. */
import type { Ladder, LadderArrow } from './ladder.ts';
import { timesOf } from './layout.ts';

/**
 * Formats a ladder as Mermaid text that ends in a newline; the same ladder always gives the same text. A response is dotted,
 * and what was dropped, refused or unreadable ends in a cross. What it did to our charts is left to the SVG.
 */
export function formatMermaidSequence({ participants, arrows, lost }: Ladder): string {
  const began = arrows[0]?.at ?? 0;
  const lines = [
    'sequenceDiagram',
    ...participants.map(({ name, address }, index) => {
      const words = name === address ? [name] : [name, address];
      return `  participant p${String(index)} as ${words.map(escape).join('<br/>')}`;
    }),
    ...arrows.map((arrow) => `  ${writeArrow(arrow, began)}`),
    ...(lost > 0 && participants.length > 0 ? [`  Note over p0: ${String(lost)} events are missing`] : [])
  ];
  return `${lines.join('\n')}\n`;
}

function writeArrow(arrow: LadderArrow, began: number): string {
  const { from, to, at, label, kind, troubles } = arrow;
  const line = kind === 'request' || kind === 'unreadable' ? '-' : '--';
  const head = troubles.length > 0 || kind === 'unreadable' ? 'x' : '>>';
  const seconds = `${((at - began) / 1000).toFixed(3)} s`;
  const words = [label, timesOf(arrow), troubles.length > 0 ? `[${troubles.join(', ')}]` : '', `(${seconds})`];
  const text = escape(words.filter((word) => word !== '').join(' '));
  return `p${String(from)}${line}${head}p${String(to)}: ${text}`;
}

/** Characters that Mermaid or a browser would take for its own are written as entities. */
function escape(text: string): string {
  return text
    .replaceAll(/[\s\u0000-\u001f\u007f]+/g, ' ')
    .replaceAll(/[#:;"<>{}%&`\\]/g, (character) => `#${String(character.charCodeAt(0))};`);
}
