/** What tests of a SIP application need: the package's `./testing` entry. */
export { type Conditions, goodConditions } from './conditions.ts';
export type { Datagram, Fate, Passage } from './datagram.ts';
export { Invariants } from './invariants.ts';
export { type Lift, Network, type NetworkCounts, type NetworkOptions } from './network.ts';
export type { Hearing, Peer } from './peer.ts';
export { Random } from './random.ts';
export type { Which } from './rules.ts';
export { VirtualClock } from './virtual-clock.ts';
