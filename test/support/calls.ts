/** Calls that are up, and what a test does with them. */
import type { DialogRef } from '../../machines/events.ts';
import { Bob } from './bob.ts';
import { answer } from './messages.ts';

/** What Alice says of herself. */
export const contact = ['Contact: <sip:alice@192.0.2.2>'];

/** The one dialog of Bob's. */
export function dialogOf(bob: Bob): DialogRef {
  const [only] = [...bob.stack.index().dialogActors()];
  if (only === undefined) throw new Error('there is no dialog');
  return only as DialogRef;
}

/** Bob hangs up. */
export const hangUp = (bob: Bob): void => {
  dialogOf(bob).send({ type: 'user.bye' });
};

/** A call that Bob received. */
export function received(
  text: Parameters<Bob['receiveCall']>[0] = {},
  options?: ConstructorParameters<typeof Bob>[0]
): Bob {
  const bob = new Bob(options);
  bob.receiveCall(text);
  return bob;
}

/** A call that Bob placed, answered by Alice. */
export function placed(fields: readonly string[] = contact): Bob {
  const bob = new Bob();
  bob.receive(answer(bob.call().request, 200, { tag: 'a', fields }));
  return bob;
}

/** Names the dialog of a call that Bob placed. */
export const inPlaced = { callId: 'from-bob-1', to: '<sip:bob@192.0.2.1>;tag=b' };
