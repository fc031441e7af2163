import { test } from 'vitest';
import { makeField } from '/work/main/src/message/field.ts';
import { Phones, watch, atBob, sdpOfAlice } from '/work/main/test/support/phones.ts';
test.each(['Via','From','To','Call-ID','CSeq','Max-Forwards','Content-Length','Content-Type','Contact','Allow'])('%s', async (name) => {
  const phones = new Phones();
  const value = {Via:'SIP/2.0/UDP x;branch=z9hG4bKq',From:'<sip:x@y>;tag=1',To:'<sip:x@y>','Call-ID':'x',CSeq:'1 INVITE','Max-Forwards':'3','Content-Length':'1','Content-Type':'text/plain',Contact:'<sip:x@y>',Allow:'X'}[name]!;
  try { const p = watch(phones.alice.invite(atBob, { sdp: sdpOfAlice, fields: [makeField(name, value)] }));
  await phones.wire.settle(); console.log(name, String(p.state), phones.wire.ladder().join(), phones.wire.errors.map(String)); } catch (e) { console.log(name, String(e)); }
});
