/** Processing responses: RFC 3261 §8.1.3. */
import { demand, type Requirement, testsOf } from '../requirement.ts';

const options = testsOf('test/ua/options.test.ts');
const uacInvite = testsOf('test/machines/uac-invite.test.ts');
const receive = testsOf('test/stack/receive.test.ts');
const redirection = testsOf('test/ua/redirection.test.ts');
const targetSet = testsOf('test/core/target-set.test.ts');
const retrying = 'left to the application: the promise rejects with SipRejectedError, which holds the whole response';

export const processingResponses: readonly Requirement[] = [
  demand(
    '3261§8.1.3.1-1',
    'MUST',
    'UAC core',
    'a timeout of the transaction is treated as a 408',
    options('RFC 3261 §8.1.3.1: a timeout is a 408, what can not be sent a 503'),
    uacInvite('RFC 3261 §8.1.3.1: no response at all is a timeout')
  ),
  demand(
    '3261§8.1.3.1-2',
    'MUST',
    'UAC core',
    'a fatal transport error is treated as a 503',
    options('RFC 3261 §8.1.3.1: a timeout is a 408, what can not be sent a 503'),
    uacInvite('RFC 3261 §8.1.3.1: a transport error ends it in %s')
  ),
  demand(
    '3261§8.1.3.2-1',
    ['MUST', 'MUST'],
    'UAC core',
    'a final response that it does not recognise is the x00 of its class, which it can process',
    uacInvite('RFC 3261 §8.1.3.2: a final %i that nobody knows is treated as %i')
  ),
  demand(
    '3261§8.1.3.2-2',
    'MUST',
    'UAC core',
    'a provisional response that it does not recognise, other than 100, is a 183',
    uacInvite('RFC 3261 §8.1.3.2: a provisional %i that nobody knows is treated as 183')
  ),
  demand(
    '3261§8.1.3.2-3',
    'MUST',
    'UAC core',
    'can process 100 and 183',
    uacInvite('RFC 3261 §12.1: 100, or a response without a tag, makes no dialog'),
    uacInvite('RFC 3261 §13.2.2.3: a refusal ends every early dialog')
  ),
  demand(
    '3261§8.1.3.3-1',
    'SHOULD',
    'UAC core',
    'a response with more than one Via value is discarded',
    receive('RFC 3261 §8.1.3.3: with a second Via %s was sent astray: counted'),
    receive('RFC 3261 §8.1.3.3: a comma inside our Via is no second one')
  ),
  demand(
    '3261§8.1.3.4-1',
    'SHOULD',
    'UAC core',
    'a redirection’s Contact URIs make new requests',
    redirection('RFC 3261 §8.1.3.4: goes to the Contact, keeping all but Request-URI, branch and number')
  ),
  demand(
    '3261§8.1.3.4-2',
    'MUST NOT',
    'UAC core',
    'no URI is put into the target set twice',
    targetSet('RFC 3261 §8.1.3.4: none twice: neither the first, nor one of before, nor one that is equal by §19.1.4'),
    redirection('threat V31: round and round is not gone, nor on and on')
  ),
  demand(
    '3261§8.1.3.4-3',
    'SHOULD',
    'UAC core',
    'the user is told of a redirection from SIPS to an insecure URI, as there is none',
    targetSet('RFC 3261 §8.1.3.4: a SIPS call is not redirected to what is not SIPS, the other way it may be')
  ),
  demand(
    '3261§8.1.3.4-4',
    'SHOULD',
    'UAC core',
    'failures of a target are told by response codes above 399, or by the transaction',
    redirection('RFC 3261 §8.1.3.4: a Contact that fails, by a response or by the network, makes room for the next')
  ),
  demand(
    '3261§8.1.3.4-5',
    'SHOULD',
    'UAC core',
    'when a contact fails the next one is tried',
    redirection('RFC 3261 §8.1.3.4: a Contact that fails, by a response or by the network, makes room for the next')
  ),
  demand(
    '3261§8.1.3.4-6',
    'MUST',
    'UAC core',
    'the Request-URI is the contact’s whole URI but its method and headers',
    targetSet('RFC 3261 §8.1.3.4: the whole URI but its method and its headers')
  ),
  demand(
    '3261§8.1.3.4-7',
    'RECOMMENDED',
    'UAC core',
    'To, From and Call-ID are those of the redirected request',
    redirection('RFC 3261 §8.1.3.4: goes to the Contact, keeping all but Request-URI, branch and number')
  ),
  demand(
    '3261§8.1.3.4-8',
    'MUST',
    'UAC core',
    'the new request has a branch of its own',
    redirection('RFC 3261 §8.1.3.4: goes to the Contact, keeping all but Request-URI, branch and number')
  ),
  demand(
    '3261§8.1.3.4-9',
    'SHOULD',
    'UAC core',
    'fields and body are otherwise those of the original request',
    redirection('RFC 3261 §8.1.3.4: goes to the Contact, keeping all but Request-URI, branch and number')
  ),
  demand(
    '3261§8.1.3.5-1',
    'SHOULD',
    'UAC core',
    '401 and 407: retries with credentials',
    'not ours yet: digest authentication (§22)'
  ),
  demand('3261§8.1.3.5-2', 'SHOULD', 'UAC core', '413: retries without the body, or with a shorter one', retrying),
  demand(
    '3261§8.1.3.5-3',
    'SHOULD',
    'UAC core',
    '415: retries with the types, encodings and languages that the response lists',
    retrying
  ),
  demand(
    '3261§8.1.3.5-4',
    'SHOULD',
    'UAC core',
    '416: retries with a SIP URI',
    'not ours: we send to SIP and SIPS URIs only'
  ),
  demand(
    '3261§8.1.3.5-5',
    'SHOULD',
    'UAC core',
    '420: retries without the extensions that Unsupported lists',
    retrying
  ),
  demand(
    '3261§8.1.3.5-6',
    'SHOULD',
    'UAC core',
    'such a retry keeps Call-ID, To and From, with the next CSeq number',
    retrying
  )
];
