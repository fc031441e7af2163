/** What a request with a forged source sends to the one it names, as long as nobody has to say who he is. */
import { afterEach, describe, expect, test } from 'vitest';
import { bytesOf } from '../message/samples.ts';
import { bob, closeAll, turn, type World } from '../stack/world.ts';
import { inviteWith, options, withLine } from './attack.ts';

afterEach(closeAll);

/** What comes of one datagram within 64·T1 and more: packets, and bytes for each byte. */
async function reflected(world: World, text: string): Promise<{ readonly packets: number; readonly ratio: number }> {
  const bytes = bytesOf(text);
  world.memory.deliver(bytes);
  await turn();
  world.clock.advance(200_000);
  const sent = world.memory.sent.all.map((one) => bytesOf(one).length);
  return { packets: sent.length, ratio: sent.reduce((sum, length) => sum + length, 0) / bytes.length };
}

describe('threat V24: one packet in, one packet out, of about its size (§8.2.7)', () => {
  test.each([
    ['one that is not sound', withLine('CSeq', 'CSeq: x'), {}],
    ['one that is not sound, an INVITE', inviteWith([]).replace('CSeq: 1', 'CSeq: x'), {}],
    ['one above the limit', inviteWith([]), { transactionLimit: 0 }],
    ['one about nothing, above the limit', withLine('To', 'To: <sip:bob@192.0.2.1>;tag=x'), { transactionLimit: 0 }],
    ['an OPTIONS', options, {}],
    ['an INFO inside no dialog', options.replaceAll('OPTIONS', 'INFO'), {}],
    ['a CANCEL of nothing', options.replaceAll('OPTIONS', 'CANCEL'), {}],
    ['a BYE of nothing', withLine('To', 'To: <sip:bob@192.0.2.1>;tag=x').replaceAll('OPTIONS', 'BYE'), {}]
  ])('%s', async (_, text, limits) => {
    const { packets, ratio } = await reflected(bob(limits), text);
    expect(packets).toBe(1);
    expect(ratio).toBeLessThanOrEqual(1.5);
  });

  test.each([
    ['an ACK', options.replaceAll('OPTIONS', 'ACK')],
    ['a response', options.replace(/^.*\n/, 'SIP/2.0 200 OK\n')],
    ['no message', 'x'.repeat(500)],
    ['half a message', options.slice(0, 30)]
  ])('%s: nothing at all', async (_, text) => {
    expect(await reflected(bob(), text)).toEqual({ packets: 0, ratio: 0 });
  });

  // Who calls is not asked for credentials here: a user agent answers an INVITE, and repeats what must be acknowledged.
  test.each([
    ['refused', 486, 11],
    ['accepted', 200, 11]
  ])(
    '§17.2.1, §13.3.1.4: an INVITE that is %s is answered at most %d times more, and then forgotten',
    async (...row) => {
      const [, status, repeats] = row;
      const world = bob();
      world.stack.takeInvites(({ invite }) => {
        invite.send({ type: status === 200 ? 'user.answer' : 'user.reject', answer: { status } });
        return true;
      });
      const text = inviteWith([]);
      await reflected(world, text);
      const answers = world.memory.messages.flatMap((one) => (one.kind === 'response' ? [one.status] : []));
      expect(new Set(answers)).toEqual(new Set([status]));
      expect(answers.length).toBeLessThanOrEqual(repeats);
      expect([world.stack.transactions, world.stack.dialogs, world.clock.pending]).toEqual([0, 0, 0]);
    }
  );
});
