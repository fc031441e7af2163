/** What a conformance run found, as text and as data. */
import type { Result } from './conformance.ts';
import { durationOf, type Scenario } from './scenario.ts';

/** One result as plain data: what `--json` prints, a line each. */
export function resultToJson({ scenario, transport, outcome }: Result): object {
  const { name, clauses, layer, role } = scenario;
  return { transport, name, clauses, layer, role, ...outcome };
}

const layers = ['message', 'transaction', 'user agent'] as const;
const marks = { passed: 'ok  ', failed: 'FAIL', unjudged: '??  ', 'left out': 'out ' } as const;

function lineOf({ scenario, transport, outcome }: Result): string {
  const first = `  ${marks[outcome.verdict]} ${transport}  ${scenario.clauses.join(', ')}: ${scenario.name}`;
  switch (outcome.verdict) {
    case 'passed':
      return first;
    case 'left out':
      return `${first}\n            left out: ${outcome.why}`;
    default:
      return `${first}\n            step ${String(outcome.step)}: ${outcome.why}`;
  }
}

const countOf = (results: readonly Result[], verdict: Result['outcome']['verdict']): string =>
  String(results.filter(({ outcome }) => outcome.verdict === verdict).length);

const summary = (results: readonly Result[]): string =>
  `${countOf(results, 'passed')} passed, ${countOf(results, 'failed')} failed, ${countOf(results, 'unjudged')} could not be judged, ${countOf(results, 'left out')} left out`;

/** The report for people: by layer, each scenario a line, its clause named, and what was wrong below it. */
export function formatReport(results: readonly Result[]): string {
  const parts = layers.flatMap((layer) => {
    const own = results.filter(({ scenario }) => scenario.layer === layer);
    return own.length === 0 ? [] : [`${layer}: ${summary(own)}`, ...own.map(lineOf), ''];
  });
  return [...parts, `all: ${summary(results)}`, ''].join('\n');
}

/** The list of what there is: for `--list`. */
export function formatList(scenarios: readonly Scenario[]): string {
  const lines = scenarios.map((scenario) => {
    const { layer, over, clauses, name, needs } = scenario;
    const seconds = Math.ceil(durationOf(scenario) / 1000);
    const more = needs === undefined ? '' : `, needs a user that is ${needs}`;
    return `${layer}, ${over.join(' and ')}, ${String(seconds)} s${more}\n  ${clauses.join(', ')}: ${name}`;
  });
  return `${lines.join('\n')}\n`;
}
