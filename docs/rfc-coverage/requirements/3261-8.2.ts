/** UAS behaviour: RFC 3261 §8.2. */
import { demand, type Requirement, testsOf } from '../requirement.ts';

const reInvite = testsOf('test/machines/re-invite.test.ts');
const inspect = testsOf('test/core/inspect.test.ts');
const core = testsOf('test/machines/user-agent-core.test.ts');
const stack = testsOf('test/stack/stack.test.ts');
const key = testsOf('test/transaction/key.test.ts');
const uacInvite = testsOf('test/machines/uac-invite.test.ts');
const inviteClient = testsOf('test/machines/invite-client-transaction.test.ts');
const nonInviteServer = testsOf('test/machines/non-invite-server-transaction.test.ts');
const response = testsOf('test/message/response.test.ts');
const inviteServer = testsOf('test/machines/invite-server-transaction.test.ts');
const uasInvite = testsOf('test/machines/uas-invite.test.ts');
const receive = testsOf('test/stack/receive.test.ts');
const branch = testsOf('test/transaction/branch.test.ts');

export const uasBehaviour: readonly Requirement[] = [
  demand(
    '3261§8.2-1',
    'MUST',
    'UAS core',
    'an accepted request changes all state that it is to change',
    reInvite('RFC 3261 §12.2.2: when it is accepted, its Contact is the new target')
  ),
  demand(
    '3261§8.2-2',
    'MUST NOT',
    'UAS core',
    'a rejected request changes none',
    reInvite('RFC 3261 §12.2.2: when it is refused, nothing has changed')
  ),
  demand(
    '3261§8.2-3',
    'SHOULD',
    'UAS core',
    'a request is processed in the order of the steps of §8.2',
    inspect('RFC 3261 §8.2: the steps in their order: method, Request-URI, Require, content')
  ),
  demand(
    '3261§8.2.1-1',
    'MUST',
    'UAS core',
    'inspects the method',
    inspect('RFC 3261 §8.2.1: known and not allowed 405, unknown 501, both with Allow')
  ),
  demand(
    '3261§8.2.1-2',
    'MUST',
    'UAS core',
    'a method that it knows and does not support is 405',
    core('RFC 3261 §8.2.1: a method that is known but not allowed: 405 with Allow')
  ),
  demand(
    '3261§8.2.1-3',
    'MUST',
    'UAS core',
    'the 405 has an Allow',
    core('RFC 3261 §8.2.1: a method that is known but not allowed: 405 with Allow')
  ),
  demand(
    '3261§8.2.1-4',
    'MUST',
    'UAS core',
    'the Allow lists the methods that it supports',
    core('RFC 3261 §8.2.1: a method that is known but not allowed: 405 with Allow')
  ),
  demand(
    '3261§8.2.2-1',
    'MUST',
    'UAS core',
    'a field that it does not understand is ignored',
    core('RFC 3261 §8.2.2: fields that nobody knows, and malformed ones that are not needed, are passed over')
  ),
  demand(
    '3261§8.2.2-2',
    'SHOULD',
    'UAS core',
    'a malformed field that is not needed is ignored',
    core('RFC 3261 §8.2.2: fields that nobody knows, and malformed ones that are not needed, are passed over')
  ),
  demand(
    '3261§8.2.2.1-1',
    'RECOMMENDED',
    'UAS core',
    'a To of an unknown scheme or user is no reason to refuse',
    core('RFC 3261 §8.2.2.1: a To of %s is no reason to refuse')
  ),
  demand(
    '3261§8.2.2.1-2',
    'SHOULD',
    'UAS core',
    'a refusal because of the To is a 403',
    'left to the application: no To is refused by us; `incoming.reject(403)`'
  ),
  demand(
    '3261§8.2.2.1-3',
    'SHOULD',
    'UAS core',
    'a Request-URI of a scheme that it does not support is 416',
    core('RFC 3261 §8.2.2.1: a Request-URI of another scheme: 416')
  ),
  demand(
    '3261§8.2.2.1-4',
    'SHOULD',
    'UAS core',
    'a Request-URI that it does not take requests for is 404',
    stack('RFC 3261 §8.2.2.1: nobody of that name: 404')
  ),
  demand(
    '3261§8.2.2.2-1',
    'MUST',
    'UAS core',
    'a request without a To tag is checked against the ongoing transactions',
    core('RFC 3261 §8.2.2.2: a merged %s: 482, the first one is served')
  ),
  demand(
    '3261§8.2.2.2-2',
    'SHOULD',
    'UAS core',
    'one with From tag, Call-ID and CSeq of another transaction is 482',
    core('RFC 3261 §8.2.2.2: a merged %s: 482, the first one is served'),
    key('share From tag, Call-ID and CSeq')
  ),
  demand(
    '3261§8.2.2.3-1',
    'MUST',
    'UAS core',
    'a Require with an option tag that it does not understand is 420',
    core('RFC 3261 §8.2.2.3: %s with an unknown extension: 420 with Unsupported')
  ),
  demand(
    '3261§8.2.2.3-2',
    'MUST',
    'UAS core',
    'Unsupported lists those tags',
    inspect('RFC 3261 §8.2.2.3: only what is not supported is named')
  ),
  demand(
    '3261§8.2.2.3-3',
    'MUST NOT',
    'UAC core',
    'CANCEL, and ACK for a non-2xx, have no Require and no Proxy-Require',
    uacInvite('RFC 3261 §9.1: the CANCEL field by field'),
    inviteClient('RFC 3261 §17.1.1.3: the ACK field by field')
  ),
  demand(
    '3261§8.2.2.3-4',
    'MUST',
    'UAS core',
    'they are ignored where they stand there all the same',
    core('RFC 3261 §8.2.2.3: is never refused for an extension'),
    core('RFC 3261 §8.2.2.3: nor is an ACK: Require in it means nothing, after a refusal and after a 2xx')
  ),
  demand(
    '3261§8.2.2.3-5',
    'MUST',
    'UAC core',
    'an ACK for a 2xx has only those that the INVITE had',
    uacInvite('RFC 3261 §8.2.2.3: the ACK of a 2xx has no Require and no Proxy-Require, though the INVITE had')
  ),
  demand(
    '3261§8.2.3-1',
    'MUST',
    'UAS core',
    'a body whose type, language or encoding is not understood is 415, unless it is optional',
    inspect('RFC 3261 §8.2.3: a body with %j: %s'),
    inspect('RFC 3261 §8.2.3: a body that is not understood, with Content-Disposition: %s: %s')
  ),
  demand(
    '3261§8.2.3-2',
    'MUST',
    'UAS core',
    'for a type the 415 has Accept with all types that it understands',
    core('RFC 3261 §8.2.3: a body of another type: 415 with Accept')
  ),
  demand(
    '3261§8.2.3-3',
    'MUST',
    'UAS core',
    'for an encoding it has Accept-Encoding',
    core('RFC 3261 §8.2.3: a body in an encoding: 415 with Accept-Encoding')
  ),
  demand(
    '3261§8.2.3-4',
    'MUST',
    'UAS core',
    'for a language it has Accept-Language',
    inspect(
      'RFC 3261 §8.2.3: a language that is not ours: 415 with Accept-Language; without languages of ours any will do'
    )
  ),
  demand(
    '3261§8.2.4-1',
    'MUST NOT',
    'UAS core',
    'applies no extension to a response that the request’s Supported does not name',
    core('RFC 3261 §8.2.4: no extension is applied to a response: none has a Require')
  ),
  demand(
    '3261§8.2.4-2',
    'SHOULD',
    'UAS core',
    'relies on baseline SIP when the extension is not supported',
    core('RFC 3261 §8.2.4: no extension is applied to a response: none has a Require')
  ),
  demand(
    '3261§8.2.4-3',
    'MUST',
    'UAS core',
    'a 421 names the extensions that it needs in Require',
    'not ours: no request is ever refused with 421'
  ),
  demand(
    '3261§8.2.4-4',
    'NOT RECOMMENDED',
    'UAS core',
    'refusing with 421 is better not done',
    'not ours: no request is ever refused with 421'
  ),
  demand(
    '3261§8.2.4-5',
    'MUST',
    'UAS core',
    'extensions applied to any other response are listed in its Require',
    core('RFC 3261 §8.2.4: no extension is applied to a response: none has a Require')
  ),
  demand(
    '3261§8.2.4-6',
    'MUST NOT',
    'UAS core',
    'none is applied that the Supported of the request does not list',
    core('RFC 3261 §8.2.4: no extension is applied to a response: none has a Require')
  ),
  demand(
    '3261§8.2.6.1-1',
    'SHOULD NOT',
    'UAS core',
    'a non-INVITE request gets no provisional response',
    nonInviteServer('RFC 4320 §4.1: no provisional response but 100 is ever sent, over %s')
  ),
  demand(
    '3261§8.2.6.1-2',
    'SHOULD',
    'UAS core',
    'it gets its final response as soon as possible',
    core('RFC 3261 §17.1: %s is answered at once')
  ),
  demand(
    '3261§8.2.6.1-3',
    'MUST',
    'UAS core',
    'a 100 copies the Timestamp',
    response('§8.2.6.1: a 100 carries the Timestamp back, and no tag of ours; others do neither')
  ),
  demand(
    '3261§8.2.6.1-4',
    'SHOULD',
    'UAS core',
    'and adds the delay when there was one',
    inviteServer('RFC 3261 §17.2.1: 100 at 200 ms when the user said nothing, over %s'),
    nonInviteServer('RFC 3261 §8.2.6.1: the 100 carries the Timestamp back, with the time it took in seconds')
  ),
  demand(
    '3261§8.2.6.1-5',
    'MUST',
    'UAS core',
    'which is the time from the request to the response in seconds',
    response('§8.2.6.1: Timestamp %s, after %i ms: %s')
  ),
  demand(
    '3261§8.2.6.2-1',
    'MUST',
    'UAS core',
    'From of the response is the request’s',
    response('§8.2.6.2: From, Call-ID, CSeq and Via equal those of the request; To gets our tag')
  ),
  demand(
    '3261§8.2.6.2-2',
    'MUST',
    'UAS core',
    'Call-ID of the response is the request’s',
    response('§8.2.6.2: From, Call-ID, CSeq and Via equal those of the request; To gets our tag')
  ),
  demand(
    '3261§8.2.6.2-3',
    'MUST',
    'UAS core',
    'CSeq of the response is the request’s',
    response('§8.2.6.2: From, Call-ID, CSeq and Via equal those of the request; To gets our tag')
  ),
  demand(
    '3261§8.2.6.2-4',
    ['MUST', 'MUST'],
    'UAS core',
    'the Via values of the response are the request’s, in the same order',
    response('§8.2.6.2: From, Call-ID, CSeq and Via equal those of the request; To gets our tag')
  ),
  demand(
    '3261§8.2.6.2-5',
    'MUST',
    'UAS core',
    'a To with a tag stays as it is',
    response('§8.2.6.2: a To that has a tag is copied as it came')
  ),
  demand(
    '3261§8.2.6.2-6',
    ['MUST', 'MUST'],
    'UAS core',
    'a To without one keeps its URI and gets a tag, but in a 100',
    response('§8.2.6.2: From, Call-ID, CSeq and Via equal those of the request; To gets our tag'),
    core('RFC 3261 §8.2.6.2: every refusal has a To tag')
  ),
  demand(
    '3261§8.2.6.2-7',
    'MUST',
    'UAS core',
    'all responses to a request have the same tag',
    uasInvite('RFC 3261 §13.3.1.1: each provisional response has the same dialog id, which the 2xx keeps')
  ),
  demand(
    '3261§8.2.7-1',
    'MUST NOT',
    'stateless UAS',
    'sends no provisional response',
    stack('RFC 3261 §8.2.7: it is said once: nothing provisional before, nothing again by itself; an ACK is ignored')
  ),
  demand(
    '3261§8.2.7-2',
    'MUST NOT',
    'stateless UAS',
    'does not retransmit a response',
    stack('RFC 3261 §8.2.7: it is said once: nothing provisional before, nothing again by itself; an ACK is ignored')
  ),
  demand(
    '3261§8.2.7-3',
    'MUST',
    'stateless UAS',
    'ignores ACK',
    stack('RFC 3261 §8.2.7: it is said once: nothing provisional before, nothing again by itself; an ACK is ignored'),
    receive('RFC 3261 §8.2.7: %s can not be answered: counted')
  ),
  demand(
    '3261§8.2.7-4',
    'MUST',
    'stateless UAS',
    'ignores CANCEL',
    'not ours: only single refusals are stateless (a full table, a broken request); a CANCEL always has a transaction, and gets 481 there'
  ),
  demand(
    '3261§8.2.7-5',
    'MUST',
    'stateless UAS',
    'makes the To tag so that the same request gets the same one',
    receive('RFC 3261 §8.2.7: %s is answered, a retransmission with the same tag'),
    branch('is the same for a retransmission, and begins as its kind does')
  )
];
