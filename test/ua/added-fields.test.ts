import { describe, expect, test } from 'vitest';
import { makeField } from '../../src/message/field.ts';
import { values } from '../support/messages.ts';
import { atBob, Phones, sdpOfAlice } from '../support/phones.ts';

const refused = { name: 'UsageError', code: 'ERR_SIP_INVALID_FIELD' };
const written = ['Via', 'From', 'To', 'Call-ID', 'CSeq', 'Content-Type', 'Content-Length'];

describe('what we write ourselves is not the application’s to add', () => {
  test.each([...written, 'Max-Forwards', 'Contact', 'm'])('%s in an INVITE', async (name) => {
    const { alice, wire } = new Phones();
    const placed = alice.invite(atBob, { sdp: sdpOfAlice, fields: [makeField(name, 'x')] });
    await expect(placed).rejects.toMatchObject(refused);
    expect(wire.ladder()).toEqual([]);
  });

  test.each([...written, 'Max-Forwards'])('%s in an OPTIONS', async (name) => {
    const { alice } = new Phones();
    await expect(alice.options(atBob, { fields: [makeField(name, 'x')] })).rejects.toMatchObject(refused);
  });

  test.each([...written, 'Contact', 'Record-Route'])('%s in an answer', async (name) => {
    const { incoming } = await new Phones().reaches();
    const fields = [makeField(name, 'x')];
    expect(() => {
      incoming.ring({ fields });
    }).toThrow(expect.objectContaining(refused));
    await expect(incoming.answer({ fields })).rejects.toMatchObject(refused);
    expect(incoming.pending).toBe(true);
  });

  test.each(written)('%s in a refusal', async (name) => {
    const { incoming } = await new Phones().reaches();
    expect(() => {
      incoming.reject(486, { fields: [makeField(name, 'x')] });
    }).toThrow(expect.objectContaining(refused));
    expect(incoming.pending).toBe(true);
  });
});

test('§21.3.3: a redirection says where else to try', async () => {
  const phones = new Phones();
  const { placed, incoming } = await phones.reaches({ redirections: 0 });
  incoming.reject(302, { fields: [makeField('Contact', '<sip:bob@192.0.2.3>')] });
  await phones.wire.settle();
  expect(placed.state).toMatchObject({ status: 302 });
  expect(values(phones.wire.response('302 INVITE'), 'Contact')).toEqual(['<sip:bob@192.0.2.3>']);
});
