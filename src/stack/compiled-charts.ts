/** The charts, compiled once: what the stack runs unless it is given other logic. */
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
  uacInvite: compileChart(charts.uacInvite)
};
