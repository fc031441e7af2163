/** The charts, compiled once: what the stack runs unless it is asked for XState's interpreter. */
import { charts, type ChildLogic } from '../../machines/transaction-table.ts';
import { compile } from './compile.ts';

/** The compiled charts. They behave as the charts do; the tests prove it path by path. */
export const compiledCharts: ChildLogic = {
  inviteClient: compile(charts.inviteClient),
  nonInviteClient: compile(charts.nonInviteClient),
  inviteServer: compile(charts.inviteServer),
  nonInviteServer: compile(charts.nonInviteServer),
  dialog: compile(charts.dialog)
};
