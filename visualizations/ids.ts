/**
 * Ids for formats that take fewer characters than a state's id may have: one for each state, no two the same.
 */
import type { DiagramModel } from './model.ts';

/** What a format's ids are made of. */
export interface IdStyle {
  /** What each begins with. */
  readonly prefix: string;
  /** What stands between the parts of a state's path. */
  readonly separator: string;
  /** Characters that a format does not take; each becomes `_`. */
  readonly refused: RegExp;
  /** What a format adds to an id to make ids of its own: those are taken too. */
  readonly suffixes: readonly string[];
}

/** Ids by the states' own; the machine itself goes by its name. */
export function assignIds(model: DiagramModel, style: IdStyle): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    model.states.map(({ id, name, path }) => {
      const words = (path.length === 0 ? [name] : path).join(style.separator);
      const plain = style.prefix + words.replaceAll(style.refused, '_');
      let own = plain;
      const all = (): string[] => ['', ...style.suffixes].map((suffix) => own + suffix);
      for (let count = 2; all().some((word) => taken.has(word)); count++) own = `${plain}_${String(count)}`;
      for (const word of all()) taken.add(word);
      return [id, own];
    })
  );
}
