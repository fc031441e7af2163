import { describe, expect, test } from 'vitest';
import { type Contact, contact } from '../../src/message/headers/contact.ts';
import { Bob } from '../support/bob.ts';
import { hangUp } from '../support/calls.ts';
import { invite } from '../support/messages.ts';
import { answerTo, attack, inviteWith, options, sound, withLines } from './attack.ts';

describe('threat V19: headers inside a URI (§19.1.5)', () => {
  test.each(['?Route=%3Csip:evil%3E', '?From=x', '?body=x', ';lr?a=b&Via=c', '?=', '?'])(
    'a Request-URI with %s: 400, and nothing of it is in the answer',
    (headers) => {
      const reaction = attack(options.replace('bob@192.0.2.1 SIP', `bob@192.0.2.1${headers} SIP`));
      expect([reaction.lines, reaction.counted]).toEqual([['SIP/2.0 400 Bad Request'], ['refused']]);
      expect(reaction.sent).toMatchObject([{ kind: 'response', status: 400 }]);
      expect(JSON.stringify(reaction.sent)).not.toContain('evil');
    }
  );
  test('RFC 4475 §3.3.14: in a Contact they stay what they are: part of the URI', () => {
    const message = sound(withLines('Contact: <sip:a@b?Route=%3Csip:evil%3E&From=x>'));
    expect(message.all(contact)).toMatchObject([{ uri: { headers: 'Route=%3Csip:evil%3E&From=x' } }]);
    expect(message.field('Route')).toBeUndefined();
    expect(message.from.uri.text).toBe('sip:alice@192.0.2.2');
  });
  test('RFC 4475 §3.1.2.13: a Contact without brackets has none: 400 to an INVITE', () => {
    expect(answerTo(inviteWith([]).replace(/^Contact.*$/m, 'Contact: sip:a@b?Route=%3Csip:evil%3E'))).toBe('400');
  });
  test('no answer takes a field from the URI of From, To or Contact', () => {
    const message = withLines('Contact: <sip:a@b?Via=x&Record-Route=y>')
      .replace('<sip:alice@192.0.2.2>;', '<sip:alice@192.0.2.2?Via=x&Call-ID=z>;')
      .replace('<sip:bob@192.0.2.1>\n', '<sip:bob@192.0.2.1?CSeq=1>\n');
    const [answer] = attack(message).sent;
    if (answer?.kind !== 'response') throw new Error(answer?.kind);
    expect([answer.callId, answer.fieldsOf('Via').length, answer.fieldsOf('Record-Route').length]).toEqual([
      'options',
      1,
      0
    ]);
  });
  test('§19.1.1: no request in a dialog takes headers from the Contact of the peer', () => {
    const bob = new Bob();
    const [target] = sound(withLines('Contact: <sip:alice@192.0.2.2?Route=%3Csip:evil%3E>')).all(contact) as Contact[];
    bob.receive(invite().with(contact, target!));
    bob.says(200);
    bob.receiveInDialog('ACK', 1);
    hangUp(bob);
    expect(bob.lastRequest('BYE').startLine).toBe('BYE sip:alice@192.0.2.2 SIP/2.0');
  });
});
