/**
 * What each torture message comes to, in each role: U an endpoint, P a proxy, R a registrar.
 *
 * Where RFC 4475 allows both, we are strict; lenient for baddate and inv2543 alone; 501 for mismatch02.
 */

/** Who plays a part. */
export type Role = 'U' | 'P' | 'R';

/** Whether a verdict is tested now, waits for somebody, or is nobody's: a registrar is asked for REGISTER only. */
export type State = 'now' | 'pending: proxy' | 'pending: registrar' | 'pending: user agent' | 'not asked';

/** What is expected, and whether it is tested. */
export interface Expectation {
  readonly expected: string;
  readonly state: State;
}

/** One message. */
export interface Verdict extends Readonly<Record<Role, Expectation>> {
  readonly section: string;
  /** What `parseMessage` says: `accept`, or the status, code and field of its fault. */
  readonly parse: string;
}

/** One row of the table as it is printed. */
export interface Row extends Expectation {
  readonly name: string;
  readonly role: Role;
}

const now = (expected: string): Expectation => ({ expected, state: 'now' });
const proxy = (expected: string): Expectation => ({ expected, state: 'pending: proxy' });
const registrar = (expected: string): Expectation => ({ expected, state: 'pending: registrar' });
const userAgent = (expected: string): Expectation => ({ expected, state: 'pending: user agent' });
const notAsked: Expectation = { expected: '-', state: 'not asked' };

/** A sound request that is no REGISTER. */
const sound = (section: string, U: Expectation, P: Expectation = proxy('forward')): Verdict => ({
  section,
  parse: 'accept',
  U,
  P,
  R: notAsked
});
/** A sound REGISTER: an endpoint does not take it. */
const register = (section: string, R: string, P = 'forward'): Verdict => ({
  section,
  parse: 'accept',
  U: now('405'),
  P: proxy(P),
  R: registrar(R)
});
/** A request that every element refuses alike: no proxy or registrar is needed to say so. */
function broken(section: string, fault: string): Verdict {
  const answer = now(fault.slice(0, 3));
  return { section, parse: fault, U: answer, P: answer, R: answer };
}
/** A response that every element drops. */
const dropped = (section: string, fault: string): Verdict => ({
  section,
  parse: fault,
  U: now('drop'),
  P: now('drop'),
  R: notAsked
});

/** The 49 messages of RFC 4475, in its order. */
export const rfc4475: Readonly<Record<string, Verdict>> = {
  wsinv: sound('3.1.1.1', now('481'), proxy('forward, unknown fields unchanged')),
  intmeth: sound('3.1.1.2', now('501'), proxy('forward, or 404')),
  esc01: sound('3.1.1.3', now('offer')),
  escnull: register('3.1.1.4', '200, two bindings'),
  esc02: sound('3.1.1.5', now('501'), proxy('forward, or 404')),
  lwsdisp: sound('3.1.1.6', now('200')),
  longreq: sound('3.1.1.7', now('offer')),
  dblreq: register('3.1.1.8', '200, the INVITE is noise', 'forward, without the INVITE'),
  semiuri: sound('3.1.1.9', now('200')),
  transports: sound('3.1.1.10', now('200')),
  mpart01: sound('3.1.1.11', now('405')),
  unreason: sound('3.1.1.12', now('drop')),
  noreason: sound('3.1.1.13', now('drop')),
  badinv01: broken('3.1.2.1', '400 malformed-field Via'),
  clerr: broken('3.1.2.2', '400 content-length Content-Length'),
  ncl: broken('3.1.2.3', '400 content-length Content-Length'),
  scalar02: broken('3.1.2.4', '400 malformed-field CSeq'),
  scalarlg: dropped('3.1.2.5', '400 malformed-field CSeq'),
  quotbal: broken('3.1.2.6', '400 malformed-field To'),
  ltgtruri: broken('3.1.2.7', '400 malformed-start-line'),
  lwsruri: broken('3.1.2.8', '400 malformed-start-line'),
  lwsstart: broken('3.1.2.9', '400 malformed-start-line'),
  trws: broken('3.1.2.10', '400 malformed-start-line'),
  escruri: broken('3.1.2.11', '400 malformed-start-line'),
  baddate: sound('3.1.2.12', now('offer')),
  regbadct: register('3.1.2.13', '400'),
  badaspec: broken('3.1.2.14', '400 malformed-field To'),
  baddn: broken('3.1.2.15', '400 malformed-field From'),
  badvers: broken('3.1.2.16', '505 unsupported-version'),
  mismatch01: broken('3.1.2.17', '400 method-mismatch CSeq'),
  mismatch02: broken('3.1.2.18', '501 method-mismatch CSeq'),
  bigcode: dropped('3.1.2.19', '400 malformed-start-line'),
  badbranch: broken('3.2.1', '400 malformed-field Via'),
  insuf: broken('3.3.1', '400 missing-field From'),
  unkscm: sound('3.3.2', now('416'), proxy('416')),
  novelsc: sound('3.3.3', now('416'), proxy('416, or 404')),
  unksm2: register('3.3.4', '400'),
  bext01: sound('3.3.5', now('420'), proxy('420, for Proxy-Require')),
  invut: sound('3.3.6', now('415')),
  regaut01: register('3.3.7', '401, or as without', 'forward, Authorization unchanged'),
  multi01: broken('3.3.8', '400 duplicate-field CSeq'),
  mcl01: broken('3.3.9', '400 duplicate-field Content-Length'),
  bcast: sound('3.3.10', now('drop'), proxy('drop')),
  zeromf: sound('3.3.11', now('200'), proxy('483, or 200 as itself')),
  cparam01: register('3.3.12', '200, unknownparam is the Contact’s'),
  cparam02: register('3.3.13', '200, unknownparam is the URI’s'),
  regescrt: register('3.3.14', '200, the escaped Route is kept'),
  sdp01: sound('3.3.15', now('406')),
  inv2543: sound('3.4.1', userAgent('offer'))
};

/** The 12 messages of RFC 5118. */
export const rfc5118: Readonly<Record<string, Verdict>> = {
  'ipv6-good': register('4.1', '200'),
  'ipv6-bad': broken('4.2', '400 malformed-start-line'),
  'port-ambiguous': register('4.3', '200, the whole is an address'),
  'port-unambiguous': register('4.4', '200'),
  'via-received-param-with-delim': sound('4.5', now('481')),
  'via-received-param-no-delim': sound('4.5', now('200')),
  'ipv6-in-sdp': sound('4.6', now('offer')),
  'mult-ip-in-header': sound('4.7', now('481')),
  'mult-ip-in-sdp': sound('4.8', now('offer')),
  'ipv4-mapped-ipv6': sound('4.9', now('offer')),
  'ipv6-bug-abnf-3-colons': sound('4.10', now('200'), proxy('forward, with two colons')),
  'ipv6-correct-abnf-2-colons': sound('4.10', now('200'))
};

/** A table as rows: one a message and role. */
export function rowsOf(verdicts: Readonly<Record<string, Verdict>>): readonly Row[] {
  const roles: readonly Role[] = ['U', 'P', 'R'];
  return Object.entries(verdicts).flatMap(([name, verdict]) => roles.map((role) => ({ name, role, ...verdict[role] })));
}
