/** Cancelling a request: RFC 3261 §9. */
import { demand, type Requirement, testsOf } from '../requirement.ts';

const options = testsOf('test/ua/options.test.ts');
const uacInvite = testsOf('test/machines/uac-invite.test.ts');
const inviteClient = testsOf('test/machines/invite-client-transaction.test.ts');
const core = testsOf('test/machines/user-agent-core.test.ts');
const uasInvite = testsOf('test/machines/uas-invite.test.ts');

export const cancelling: readonly Requirement[] = [
  demand(
    '3261§9.1-1',
    'SHOULD NOT',
    'UAC core',
    'only INVITE is cancelled',
    options('RFC 3261 §9.1: no CANCEL is sent for anything but an INVITE')
  ),
  demand(
    '3261§9.1-2',
    'MUST',
    'UAC core',
    'Request-URI, Call-ID, To, From and the number of CSeq are those of the INVITE, tags included',
    uacInvite('RFC 3261 §9.1: the CANCEL field by field')
  ),
  demand(
    '3261§9.1-3',
    'MUST',
    'UAC core',
    'a CANCEL has one Via, the top one of the INVITE',
    uacInvite('RFC 3261 §9.1: the CANCEL field by field')
  ),
  demand(
    '3261§9.1-4',
    'MUST',
    'UAC core',
    'the method of its CSeq is CANCEL',
    uacInvite('RFC 3261 §9.1: the CANCEL field by field')
  ),
  demand(
    '3261§9.1-5',
    'MUST',
    'UAC core',
    'it has the Route of the INVITE',
    uacInvite('RFC 3261 §9.1: the CANCEL field by field')
  ),
  demand(
    '3261§9.1-6',
    'MUST NOT',
    'UAC core',
    'it has no Require and no Proxy-Require',
    uacInvite('RFC 3261 §9.1: the CANCEL field by field')
  ),
  demand(
    '3261§9.1-7',
    'SHOULD',
    'UAC core',
    'it is looked whether any response has come',
    uacInvite('RFC 3261 §9.1: waits for a provisional response')
  ),
  demand(
    '3261§9.1-8',
    ['MUST NOT', 'MUST'],
    'UAC core',
    'it is not sent before a provisional response, but waits for one',
    uacInvite('RFC 3261 §9.1: waits for a provisional response'),
    uacInvite('RFC 3261 §9.1: that never comes: Timer B is the end')
  ),
  demand(
    '3261§9.1-9',
    'SHOULD NOT',
    'UAC core',
    'it is not sent after a final response',
    uacInvite('RFC 3261 §9.1: after a final %i no CANCEL is sent')
  ),
  demand(
    '3261§9.1-10',
    'MUST',
    'UAC core',
    'it goes to address, port and transport of the INVITE',
    uacInvite('RFC 3261 §9.1: the CANCEL goes where the INVITE went, whatever its Route says')
  ),
  demand(
    '3261§9.1-11',
    ['SHOULD', 'SHOULD'],
    'UAC core',
    'without a final response in 64·T1 the INVITE counts as cancelled and its transaction is destroyed',
    uacInvite('RFC 3261 §9.1: without a final response in 64·T1 the INVITE is given up'),
    inviteClient('RFC 3261 §9.1: a cancelled INVITE that stays unanswered is destroyed')
  ),
  demand(
    '3261§9.2-1',
    'SHOULD',
    'UAS core',
    'a CANCEL that matches no transaction is 481',
    core('RFC 3261 §9.2: without its INVITE: 481')
  ),
  demand(
    '3261§9.2-2',
    'SHOULD',
    'UAS core',
    'the INVITE it is about is answered 487 at once',
    uasInvite('RFC 3261 §9.2: CANCEL is answered 200, its INVITE 487, with the same To tag')
  ),
  demand(
    '3261§9.2-3',
    'SHOULD',
    'UAS core',
    'the responses to both have the same To tag',
    uasInvite('RFC 3261 §9.2: CANCEL is answered 200, its INVITE 487, with the same To tag'),
    core('RFC 3261 §9.2: after the final response 200, with the To tag of that response, and nothing else')
  )
];
