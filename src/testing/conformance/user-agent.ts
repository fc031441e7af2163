/** What a UAS does with requests and calls: RFC 3261 §8.2, §12, §13.3, §15. */
import { contact } from '../../message/headers/contact.ts';
import { Fault } from '../../message/fault.ts';
import type { Exchange } from './exchange.ts';
import type { Check, Scenario } from './scenario.ts';
import {
  all,
  callTaken,
  expectFinal,
  expectRequest,
  expectResponse,
  expectStatus,
  has,
  repeats,
  send,
  sendAck,
  sendBye,
  sendInvite,
  silence,
  strayBye,
  T1,
  T2,
  tagged,
  wait
} from './steps.ts';

const common = { layer: 'user agent', role: 'UAS' } as const;

/** Three Vias in two fields, and values whose spelling has to be kept. */
const Vias = ['SIP/2.0/UDP 192.0.2.7:5099;branch=z9hG4bKb;extra="a, b", SIP/2.0/TCP second.invalid;branch=z9hG4bKc'];
const spelled = (exchange: Exchange): string =>
  exchange.request('BYE', {
    vias: [exchange.via(exchange.branch('copies')), ...Vias],
    from: `"Conf \\"or\\" mance" <sip:conformance@${exchange.sentBy};x=1>;tag=${exchange.fromTag};other=1`,
    to: `<${exchange.uriOf('answering')}>;tag=nobody`,
    sequence: 4711
  });

const copies: Check = ({ message }, exchange) => {
  const vias = message
    .fieldsOf('Via')
    .map(({ value }) => value)
    .join(', ')
    .replaceAll(/\s*,\s*(?=SIP\/)/g, '\n')
    .split('\n');
  if (vias.length !== 3) return `${String(vias.length)} Via values came back, not 3`;
  if (vias[0]?.includes(exchange.branch('copies')) !== true) return `the topmost Via is another one: ${vias[0] ?? ''}`;
  if (vias[1]?.includes('192.0.2.7:5099') !== true || vias[2]?.includes('second.invalid') !== true)
    return `the Vias came back in another order: ${vias.join(', ')}`;
  if (message.callId !== exchange.callId) return `the Call-ID is ${message.callId}`;
  if (message.from.tag !== exchange.fromTag) return `the From tag is ${message.from.tag ?? 'none'}`;
  if (message.from.displayName !== 'Conf "or" mance')
    return `From has another display name: ${message.from.displayName ?? ''}`;
  if (message.cseq.sequence !== 4711 || message.cseq.method !== 'BYE') return 'the CSeq is another one';
  return message.to.tag === 'nobody' ? undefined : `the To tag is ${message.to.tag ?? 'none'}, the request has nobody`;
};

/** §12.1.1: what makes a dialog. */
const makesDialog: Check = (heard) => {
  const { message } = heard;
  const contacts = message.all(contact);
  if (contacts instanceof Fault || contacts.length !== 1) return '2xx to INVITE has not one Contact';
  return tagged(heard, undefined as never);
};

/** An OPTIONS with fields. */
const sendOptions = (...fields: readonly string[]) =>
  send('OPTIONS', (exchange) => exchange.request('OPTIONS', { fields }));

export const userAgentScenarios: readonly Scenario[] = [
  {
    ...common,
    name: 'a response has every Via in its order, and From, Call-ID, CSeq and To as they came',
    clauses: ['RFC 3261 §8.2.6.2'],
    over: ['UDP', 'TCP'],
    steps: [send('BYE', spelled), expectFinal('BYE', { check: copies })]
  },
  {
    ...common,
    name: 'a To without a tag gets one',
    clauses: ['RFC 3261 §8.2.6.2'],
    over: ['UDP'],
    steps: [sendOptions(), expectFinal('OPTIONS', { check: tagged })]
  },
  {
    ...common,
    name: 'OPTIONS gets 200 with Allow',
    clauses: ['RFC 3261 §11.2'],
    over: ['UDP', 'TCP'],
    steps: [sendOptions(), expectStatus(200, 'OPTIONS', { check: has('Allow', 'INVITE') })]
  },
  {
    ...common,
    name: 'a method that nobody knows gets 405 with Allow, or 501',
    clauses: ['RFC 3261 §8.2.1', 'RFC 3261 §21.4.6', 'RFC 3261 §21.5.2'],
    over: ['UDP'],
    steps: [
      send('CONFORM', (exchange) => exchange.request('CONFORM')),
      expectResponse('405 or 501', 'CONFORM', (status) => status === 405 || status === 501, {
        check: (heard, exchange) =>
          heard.message.kind === 'response' && heard.message.status === 405 ? has('Allow')(heard, exchange) : undefined
      })
    ]
  },
  {
    ...common,
    name: 'an extension that is required and unknown gets 420 with Unsupported',
    clauses: ['RFC 3261 §8.2.2.3'],
    over: ['UDP'],
    steps: [
      sendOptions('Require: nothing-supports-this'),
      expectStatus(420, 'OPTIONS', { check: has('Unsupported', 'nothing-supports-this') })
    ]
  },
  {
    ...common,
    name: 'an INVITE that requires an unknown extension gets 420 with Unsupported',
    clauses: ['RFC 3261 §8.2.2.3'],
    over: ['UDP'],
    steps: [
      send('INVITE', (exchange) => exchange.invite('answering', { fields: ['Require: nothing-supports-this'] })),
      expectStatus(420, 'INVITE', { check: all(tagged, has('Unsupported', 'nothing-supports-this')) })
    ]
  },
  {
    ...common,
    name: 'a Request-URI of an unknown scheme gets 416',
    clauses: ['RFC 3261 §8.2.2.1'],
    over: ['UDP'],
    steps: [
      send('OPTIONS', (exchange) =>
        exchange.request('OPTIONS', { uri: 'nobodyknows:this', to: `<${exchange.uriOf('answering')}>` })
      ),
      expectStatus(416, 'OPTIONS')
    ]
  },
  {
    ...common,
    name: 'a body of an unknown type gets 415 with Accept',
    clauses: ['RFC 3261 §8.2.3'],
    over: ['UDP'],
    steps: [
      send('INVITE', (exchange) =>
        exchange.invite('answering', { body: 'x' }).replace('application/sdp', 'application/nobody-reads-this')
      ),
      expectStatus(415, 'INVITE', { check: has('Accept') })
    ]
  },
  {
    ...common,
    name: 'Max-Forwards 0 reaches a UAS: it is answered',
    clauses: ['RFC 3261 §8.2', 'RFC 3261 §11.2'],
    over: ['UDP'],
    steps: [
      send('OPTIONS', (exchange) => exchange.request('OPTIONS').replace('Max-Forwards: 70', 'Max-Forwards: 0')),
      expectFinal('OPTIONS')
    ]
  },
  {
    ...common,
    name: 'a BYE of no dialog gets 481',
    clauses: ['RFC 3261 §15.1.2', 'RFC 3261 §12.2.2'],
    over: ['UDP', 'TCP'],
    steps: [send('BYE', strayBye), expectStatus(481, 'BYE')]
  },
  {
    ...common,
    name: 'an INVITE of no dialog, with a To tag, gets 481',
    clauses: ['RFC 3261 §12.2.2'],
    over: ['UDP'],
    steps: [
      send('INVITE', (exchange) => exchange.invite('answering', { to: `<${exchange.uriOf('answering')}>;tag=nobody` })),
      expectStatus(481, 'INVITE')
    ]
  },
  {
    ...common,
    name: 'a call: 2xx with Contact and tag, ACK, BYE, 200',
    clauses: ['RFC 3261 §12.1.1', 'RFC 3261 §13.3.1.4', 'RFC 3261 §15.1.2'],
    over: ['UDP', 'TCP'],
    steps: [
      sendInvite(),
      callTaken(makesDialog),
      sendAck(),
      wait(200),
      sendBye(),
      expectStatus(200, 'BYE'),
      silence(1000)
    ]
  },
  {
    ...common,
    name: 'the 2xx has every Record-Route of the INVITE, in its order',
    clauses: ['RFC 3261 §12.1.1'],
    over: ['UDP'],
    steps: [
      send('INVITE', (exchange) =>
        exchange.invite('answering', {
          fields: [
            `Record-Route: <sip:${exchange.sentBy};lr;n=1>, <sip:two.invalid;lr>`,
            'Record-Route: <sip:three.invalid;lr>'
          ]
        })
      ),
      callTaken(({ message }, { sentBy }) => {
        const found = message
          .fieldsOf('Record-Route')
          .map(({ value }) => value)
          .join(',');
        const places = [`${sentBy};lr`, 'two.invalid', 'three.invalid'].map((text) => found.indexOf(text));
        return places.every((at, index) => at >= 0 && at > (places[index - 1] ?? -1))
          ? undefined
          : `Record-Route came back as ${found === '' ? 'nothing' : found}`;
      })
    ]
  },
  {
    ...common,
    name: 'a lower CSeq inside a dialog gets 500',
    clauses: ['RFC 3261 §12.2.2'],
    over: ['UDP'],
    steps: [
      send('INVITE', (exchange) => exchange.invite('answering', { sequence: 10 })),
      callTaken(),
      sendAck(),
      wait(200),
      sendBye(9),
      expectStatus(500, 'BYE'),
      sendBye(11),
      expectStatus(200, 'BYE')
    ]
  },
  {
    ...common,
    name: 'a BYE ends its dialog: another one gets 481',
    clauses: ['RFC 3261 §15.1.2'],
    over: ['UDP'],
    steps: [
      sendInvite(),
      callTaken(),
      sendAck(),
      wait(200),
      sendBye(),
      expectStatus(200, 'BYE'),
      sendBye(3),
      expectStatus(481, 'BYE')
    ]
  },
  {
    ...common,
    name: 'the 2xx is repeated at intervals that double up to T2 until its ACK, for 64·T1; then comes BYE',
    clauses: ['RFC 3261 §13.3.1.4'],
    over: ['UDP', 'TCP'],
    path: { chart: 'inviteServer', events: ['user.2xx', 'user.2xx'] },
    steps: [
      sendInvite(),
      callTaken(),
      repeats(T1, 2 * T1, 4 * T1, T2, T2, T2, T2, T2, T2, T2),
      expectRequest('BYE', 2500, {
        check: ({ message }, exchange) =>
          message.to.tag === exchange.fromTag && message.from.tag === exchange.response.to.tag
            ? undefined
            : 'the tags of the BYE are not those of the dialog'
      })
    ]
  },
  {
    ...common,
    name: 'the ACK ends the repetitions of the 2xx',
    clauses: ['RFC 3261 §13.3.1.4'],
    over: ['UDP', 'TCP'],
    path: { chart: 'inviteServer', events: ['user.2xx', 'user.2xx', 'transport.ACK'] },
    steps: [sendInvite(), callTaken(), repeats(T1, 2 * T1), sendAck(), silence(4500)]
  }
];
