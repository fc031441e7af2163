/** Who runs the charts in the tests: `SIPCHARTS_ENGINE=interpreted npx vitest run`; compiled unless it says so. */
import process from 'node:process';
import type { AnyActorLogic, AnyStateMachine } from 'xstate';
import { compileChart } from '../../src/stack/compile-chart.ts';
import type { Engine } from '../../src/stack/compiled-charts.ts';

function read(name = 'compiled'): Engine {
  if (name === 'compiled' || name === 'interpreted') return name;
  throw new Error(`SIPCHARTS_ENGINE may be compiled or interpreted, not ${name}`);
}

/** The engine of this run; vitest shows it beside each file. */
export const engine = read(process.env['SIPCHARTS_ENGINE']);

const compiled = new WeakMap<AnyStateMachine, AnyActorLogic>();

/** A chart as the engine of this run runs it; other logic as it is. */
export function runByEngine(logic: AnyActorLogic): AnyActorLogic {
  if (engine === 'interpreted' || !('implementations' in logic)) return logic;
  const machine = logic as AnyStateMachine;
  let chart = compiled.get(machine);
  if (chart === undefined) compiled.set(machine, (chart = compileChart(machine)));
  return chart;
}
