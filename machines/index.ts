/** The statecharts, for embedding one without the stack, for drawing and for testing. */
export { type InviteClientInput, inviteClientTransaction } from './invite-client-transaction.ts';
export { type InviteServerInput, inviteServerTransaction } from './invite-server-transaction.ts';
export { type NonInviteClientInput, nonInviteClientTransaction } from './non-invite-client-transaction.ts';
export { type NonInviteServerInput, nonInviteServerTransaction } from './non-invite-server-transaction.ts';
export type * from './events.ts';
export { type CallLimits, defaultCallLimits, userAgentCore } from './user-agent-core.ts';
export { Counters, type CounterName } from './counters.ts';
export { dialog, type DialogEnd, type DialogInput } from './dialog.ts';
export type { Hop, Surroundings } from './surroundings.ts';
export { type ChartLogic, charts } from './charts.ts';
export { TransactionIndex } from './transaction-index.ts';
export { type Admit, transactionTable } from './transaction-table.ts';
export { uacInvite, type UacInviteInput, type UacInviteOutcome } from './uac-invite.ts';
export { reliableProvisional, type ReliableProvisionalInput } from './reliable-provisional.ts';
export { requestInDialog, type RequestInDialogInput, type RequestInDialogOutcome } from './request-in-dialog.ts';
export { uacReInvite, type UacReInviteInput, type UacReInviteOutcome } from './uac-re-invite.ts';
export { uasInvite, type UasInviteInput, type UasInviteOutcome } from './uas-invite.ts';
