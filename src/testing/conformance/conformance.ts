/** Runs many scenarios at once against one target, and says what became of each. */
import type { Entropy } from '../../transaction/branch.ts';
import type { Clock } from '../../stack/clock.ts';
import type { Address } from '../../transaction/flow.ts';
import { type Line, runScenario, type RunOptions } from './run.ts';
import { durationOf, type Outcome, type Scenario, type ScenarioTransport } from './scenario.ts';

/** What scenarios are run against, and by what means. */
export interface ConformanceOptions {
  readonly target: Address;
  readonly transport: ScenarioTransport;
  /** Opens a line of its own for each scenario. Rejects when the target can not be reached. */
  readonly open: () => Promise<Line>;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** The user parts that make the target's user answer, refuse, or let it ring; see `Behaviour`. */
  readonly users?: RunOptions['users'];
  readonly tolerance?: NonNullable<RunOptions['tolerance']>;
  /** Leaves out what takes longer, ms. */
  readonly longest?: number;
  /** Only scenarios whose name or one of whose clauses contains this, in any case. */
  readonly only?: string;
  /** Between two starts, ms: the target is not to be flooded. 15 unless given. */
  readonly spacing?: number;
}

/** What became of one scenario. */
export interface Result {
  readonly scenario: Scenario;
  readonly transport: ScenarioTransport;
  readonly outcome: Outcome;
}

/** Whether a scenario is asked for by a text: a part of its name or of a clause. */
export function isMeant({ name, clauses }: Scenario, only: string | undefined): boolean {
  const wanted = only?.toLowerCase();
  return wanted === undefined || [name, ...clauses].some((text) => text.toLowerCase().includes(wanted));
}

/** Why a scenario is not run; undefined when it is. */
function leftOut(scenario: Scenario, { longest, users = {} }: ConformanceOptions): string | undefined {
  const { needs } = scenario;
  if (needs !== undefined && users[needs] === undefined) return `no user is named that is ${needs}`;
  const duration = durationOf(scenario);
  if (longest !== undefined && duration > longest) return `takes ${String(Math.ceil(duration / 1000))} s`;
  return undefined;
}

async function runOne(scenario: Scenario, options: ConformanceOptions, delay: number): Promise<Outcome> {
  const why = leftOut(scenario, options);
  if (why !== undefined) return { verdict: 'left out', why };
  const { clock, entropy, open, target, transport, users = {}, tolerance } = options;
  await new Promise<void>((resolve) => {
    clock.setTimeout(resolve, delay);
  });
  let line: Line;
  try {
    line = await open();
  } catch (error) {
    return {
      verdict: 'failed',
      step: 0,
      why: `no line to the target: ${error instanceof Error ? error.message : String(error)}`
    };
  }
  const token = entropy.token();
  return runScenario(scenario, {
    line,
    clock,
    transport,
    target,
    users,
    token,
    ...(tolerance !== undefined && { tolerance })
  });
}

/** Runs every scenario that the transport and the options ask for, all of them at once; in their own order. */
export async function runConformance(
  scenarios: readonly Scenario[],
  options: ConformanceOptions
): Promise<readonly Result[]> {
  const { transport, only, spacing = 15 } = options;
  const meant = scenarios.filter((scenario) => scenario.over.includes(transport) && isMeant(scenario, only));
  return Promise.all(
    meant.map(async (scenario, at) => ({
      scenario,
      transport,
      outcome: await runOne(scenario, options, at * spacing)
    }))
  );
}
