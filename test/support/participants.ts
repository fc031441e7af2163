/** The charts above the transactions, each alone on a stage among recorders. */
import type { AnyStateMachine } from 'xstate';
import {
  dialog,
  type DialogInput,
  reliableProvisional,
  requestInDialog,
  uacInvite,
  uacReInvite,
  uasInvite
} from '../../machines/index.ts';
import type { Outgoing } from '../../machines/surroundings.ts';
import { nameAddr } from '../../src/message/headers/name-addr.ts';
import { sipUri } from '../../src/message/uri/uri.ts';
import { defaultTimers } from '../../src/transaction/timers.ts';
import { countingEntropy } from './entropy.ts';
import { answer, invite } from './messages.ts';
import type { Run } from './pairs.ts';
import { Stage } from './stage.ts';
import { flowOver } from './transactions.ts';

const limits = { answerLimit: 180_000, ringLimit: 180_000, longestCall: 600_000, earlyDialogs: 32 };

function participant(
  machine: AnyStateMachine,
  own: (stage: Stage) => object,
  fit = (outgoing: Outgoing): Outgoing => outgoing
): Run {
  const stage = new Stage();
  const hop = { flow: flowOver('UDP'), transport: stage.recorder('transport') };
  const surroundings = {
    table: stage.recorder('table'),
    entropy: countingEntropy(),
    timers: defaultTimers,
    route: () => undefined,
    fit,
    nobody: stage.recorder('nobody')
  };
  const localContact = nameAddr(sipUri('sip:bob@192.0.2.1'));
  const input = { request: invite(), hop, localContact, core: stage.recorder('core'), surroundings, ...limits };
  return { stage, actor: stage.start(machine, { ...input, ...own(stage) }) };
}

/** A dialog, with a recorder for its pending INVITE when we are the callee. */
export function startDialog(parts: Pick<DialogInput, 'state' | 'role' | 'confirmed'>): Run {
  return participant(dialog, (stage) => ({
    ...parts,
    invite: parts.role === 'UAS' ? stage.recorder('invite') : undefined
  }));
}

/** The UAS side of an INVITE, inside a dialog or not. */
export function startUasInvite(inside: 'inside' | 'outside'): Run {
  return participant(uasInvite, (stage) => ({
    transaction: stage.recorder('transaction'),
    localTag: 'b',
    reliability: 'supported',
    dialog: inside === 'inside' ? stage.recorder('dialog') : undefined
  }));
}

/** The UAC side of an INVITE. */
export const startUacInvite = (): Run => participant(uacInvite, () => ({}));

/** The UAC side of an INVITE that goes over TCP for its length (§18.1.1). */
export const startLongUacInvite = (): Run => participant(uacInvite, () => ({}), longer);

function longer({ request, hop }: Outgoing): Outgoing {
  const { topmostVia } = request;
  return {
    request: request.withTopmostVia({ ...topmostVia, transport: 'TCP' }),
    hop: { ...hop, flow: flowOver('TCP') }
  };
}

/** The UAS side of an INVITE that is good for ten seconds (§13.3.1). */
export const startExpiringUasInvite = (): Run =>
  participant(uasInvite, (stage) => ({
    request: invite({ fields: ['Expires: 10'] }),
    transaction: stage.recorder('transaction'),
    localTag: 'b',
    reliability: 'unsupported',
    dialog: undefined
  }));

/** A re-INVITE of ours, or another request inside a dialog, that may be tried so often. */
const inDialog = (machine: AnyStateMachine, own: object) => (): Run =>
  participant(machine, (stage) => ({ dialog: stage.recorder('dialog'), fields: [], body: undefined, ...own }));

/** The UAC side of a re-INVITE in a call that we made, or that was made to us. */
export const startReInvite = (ownsCallId: boolean, attempts = 2): (() => Run) =>
  inDialog(uacReInvite, { ownsCallId, attempts });

/** A request inside a dialog. */
export const startRequestInDialog = (method: string): (() => Run) => inDialog(requestInDialog, { method });

/** A reliable provisional response of number 7, with an offer or without. */
export const startReliableProvisional = (offers: boolean) => (): Run => {
  const stage = new Stage();
  const input = {
    response: answer(invite(), 183, { fields: ['Require: 100rel', 'RSeq: 7'] }),
    offers,
    transaction: stage.recorder('transaction'),
    invite: stage.recorder('invite'),
    timers: defaultTimers
  };
  return { stage, actor: stage.start(reliableProvisional, input) };
};
