import { describe, expect, test } from 'vitest';
import { Bob } from '../support/bob.ts';
import { contact } from '../support/calls.ts';
import { answer } from '../support/messages.ts';

/** Bob's INVITE, whose answers come from as many forks as the test likes. */
function forking() {
  const bob = new Bob();
  const { invite, request } = bob.call();
  const says = (status: number, tag: string): void => {
    bob.receive(answer(request, status, { tag, fields: contact }));
  };
  const sent = (method: string): string[] =>
    bob.sent.filter(({ message }) => message.kind === 'request' && message.method === method).map(tagOf);
  const tagOf = ({ message }: (typeof bob.sent)[number]): string => message.to.tag ?? '';
  return { bob, invite, says, sent };
}

const tags = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, at) => `fork-${from + at}`);

describe('threat V26: early dialogs without end (§12.1.2, §13.2.2.4)', () => {
  test('1,000 provisional To tags: the first 32 make dialogs, and keep them', () => {
    const { bob, says } = forking();
    for (const tag of tags(0, 1000)) says(183, tag);
    expect(bob.stack.dialogs).toBe(32);
    const known = [...bob.stack.index().entries()].filter(([key]) => key.startsWith('d ')).map(([key]) => key);
    expect(known).toEqual(tags(0, 32).map((tag) => `d from-bob-1 b ${tag}`));
  });

  test('a 2xx beyond them makes its dialog, gets its ACK and is the call', () => {
    const { bob, invite, says, sent } = forking();
    for (const tag of tags(0, 1000)) says(183, tag);
    says(200, 'fork-999');
    expect([bob.stack.dialogs, sent('ACK'), sent('BYE')]).toEqual([33, ['fork-999'], []]);
    expect(invite.getSnapshot().context.outcome).toMatchObject({ kind: 'accepted' });
    says(200, 'fork-999');
    expect(sent('ACK')).toEqual(['fork-999', 'fork-999']);
    bob.clock.advance(32_000);
    expect([bob.stack.dialogs, bob.stack.invites]).toEqual([1, 0]);
  });

  test('any further 2xx makes its dialog too, and gets ACK and BYE', () => {
    const { bob, says, sent } = forking();
    for (const tag of tags(0, 100)) says(183, tag);
    says(200, 'fork-0');
    for (const tag of tags(50, 100)) says(200, tag);
    expect(sent('ACK')).toEqual(['fork-0', ...tags(50, 100)]);
    expect(sent('BYE')).toEqual(tags(50, 100));
    expect(bob.stack.dialogs).toBe(32 + 50);
    bob.clock.advance(32_000);
    expect([bob.stack.dialogs, bob.stack.invites]).toEqual([1, 0]);
  });

  test('after CANCEL too: every 2xx gets ACK and BYE, and nothing is left', () => {
    const { bob, invite, says, sent } = forking();
    for (const tag of tags(0, 100)) says(183, tag);
    invite.send({ type: 'user.cancel' });
    for (const tag of tags(90, 100)) says(200, tag);
    expect([sent('ACK'), sent('BYE')]).toEqual([tags(90, 100), tags(90, 100)]);
    bob.expectNothingLeft();
  });
});
