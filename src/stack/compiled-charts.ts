/** The charts, compiled once: what the stack runs unless it is given other logic. */
import { type ChartLogic, charts } from '../../machines/charts.ts';
import { compile } from './compile.ts';

/** The compiled charts. They behave as the charts do; the tests prove it path by path. */
export const compiledCharts: ChartLogic = {
  inviteClient: compile(charts.inviteClient),
  nonInviteClient: compile(charts.nonInviteClient),
  inviteServer: compile(charts.inviteServer),
  nonInviteServer: compile(charts.nonInviteServer),
  dialog: compile(charts.dialog),
  uasInvite: compile(charts.uasInvite),
  uacInvite: compile(charts.uacInvite)
};
