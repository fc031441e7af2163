/** Which logic runs each chart: the charts themselves, or anything that behaves like them. */
import { dialog } from './dialog.ts';
import { inviteClientTransaction } from './invite-client-transaction.ts';
import { inviteServerTransaction } from './invite-server-transaction.ts';
import { nonInviteClientTransaction } from './non-invite-client-transaction.ts';
import { nonInviteServerTransaction } from './non-invite-server-transaction.ts';
import { reliableProvisional } from './reliable-provisional.ts';
import { requestInDialog } from './request-in-dialog.ts';
import { uacInvite } from './uac-invite.ts';
import { uacReInvite } from './uac-re-invite.ts';
import { uasInvite } from './uas-invite.ts';
import type { AnyActorLogic, AnyStateMachine } from './xstate.ts';

/** The logic of each kind of child of the table and the core. */
export interface ChartLogic {
  readonly inviteClient: AnyActorLogic;
  readonly nonInviteClient: AnyActorLogic;
  readonly inviteServer: AnyActorLogic;
  readonly nonInviteServer: AnyActorLogic;
  readonly dialog: AnyActorLogic;
  readonly uasInvite: AnyActorLogic;
  readonly reliableProvisional: AnyActorLogic;
  readonly uacInvite: AnyActorLogic;
  readonly uacReInvite: AnyActorLogic;
  readonly requestInDialog: AnyActorLogic;
}

/** The charts themselves, run by XState. */
export const charts: Readonly<Record<keyof ChartLogic, AnyStateMachine>> = {
  inviteClient: inviteClientTransaction,
  nonInviteClient: nonInviteClientTransaction,
  inviteServer: inviteServerTransaction,
  nonInviteServer: nonInviteServerTransaction,
  dialog,
  uasInvite,
  reliableProvisional,
  uacInvite,
  uacReInvite,
  requestInDialog
};
