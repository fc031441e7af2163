/** What the states and transitions of a chart cite in their `meta`. */
import type { DiagramModel } from '../../visualizations/model.ts';
import { citedClauses } from './clause.ts';
import type { Place } from './place.ts';

/** Reads one chart. A transition is shown as `State: event`, a state as its path, the machine itself by its id. */
export function citationsOfChart(file: string, model: DiagramModel): Place[] {
  const pathOf = new Map(model.states.map(({ id, name, path }) => [id, path.join('.') || name]));
  const states = model.states.map(({ id, rfc }) => ({ rfc, what: pathOf.get(id) ?? id }));
  const transitions = model.transitions.map(({ source, event, rfc, kind }) => ({
    rfc,
    what: `${pathOf.get(source) ?? source}: ${kind === 'always' ? 'always' : event}`
  }));
  return [...states, ...transitions].flatMap(({ rfc, what }) =>
    citedClauses(rfc ?? '').map((clause) => ({ clause, file, what }))
  );
}
