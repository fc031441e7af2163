/** A ladder as RFC 3665 prints it, a line a message: what every message of a call has to say. */
import type { SipMessage } from '../../src/message/message.ts';
import { values } from '../support/messages.ts';
import type { Rung } from '../support/wire.ts';

/** Whose tag it is: the entropy of the wire writes the owner's name in front. */
const ownerOf = (tag: string | undefined): string => tag?.split('-')[0] ?? 'nobody';

function startOf(message: SipMessage): string {
  return message.kind === 'request' ? `${message.method} ${message.requestUri.text}` : String(message.status);
}

/** The fields that some messages have and others must not have. */
const optional = ['Route', 'Record-Route', 'Max-Forwards', 'Contact', 'Content-Type'];

/** `alice → bob 180 | 1 INVITE | alice to bob | branch 1 | …`; branches are numbered as they first come. */
export function ladderText(rungs: readonly Rung[]): readonly string[] {
  const branches: (string | undefined)[] = [];
  return rungs.map(({ from, to, message }) => {
    const { topmostVia, cseq } = message;
    if (!branches.includes(topmostVia.branch)) branches.push(topmostVia.branch);
    return [
      `${from} → ${to} ${startOf(message)}`,
      `${String(cseq.sequence)} ${cseq.method}`,
      `${ownerOf(message.from.tag)} to ${ownerOf(message.to.tag)}`,
      `branch ${String(branches.indexOf(topmostVia.branch) + 1)}`,
      ...optional.flatMap((name) => values(message, name).map((value) => `${name}: ${value}`))
    ].join(' | ');
  });
}
