/** What runs the charts of a stack. */
import { type ChartLogic, charts } from '../../machines/charts.ts';
import { compileChart } from './compile-chart.ts';

/** The compiled charts. They behave as the charts do; the tests prove it path by path. */
export const compiledCharts: ChartLogic = {
  inviteClient: compileChart(charts.inviteClient),
  nonInviteClient: compileChart(charts.nonInviteClient),
  inviteServer: compileChart(charts.inviteServer),
  nonInviteServer: compileChart(charts.nonInviteServer),
  dialog: compileChart(charts.dialog),
  uasInvite: compileChart(charts.uasInvite),
  reliableProvisional: compileChart(charts.reliableProvisional),
  uacInvite: compileChart(charts.uacInvite),
  uacReInvite: compileChart(charts.uacReInvite),
  requestInDialog: compileChart(charts.requestInDialog)
};

/** Who runs the charts: tables computed from them, or XState's interpreter. Nothing but the cost differs. */
export type Engine = 'compiled' | 'interpreted';

/** The charts as each engine runs them. */
export const engines: Readonly<Record<Engine, ChartLogic>> = { compiled: compiledCharts, interpreted: charts };
