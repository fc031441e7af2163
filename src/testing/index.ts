/** What tests of a SIP application need: the package's `./testing` entry. */
export { type Conditions, goodConditions } from './conditions.ts';
export type { Datagram, Fate, Passage } from './datagram.ts';
export { expectSameAs } from './same-as.ts';
export { Invariants } from './invariants.ts';
export { type Lift, Network, type NetworkCounts, type NetworkOptions } from './network.ts';
export type { Hearing, Peer } from './peer.ts';
export { Random } from './random.ts';
export type { Which } from './rules.ts';
export { VirtualClock } from './virtual-clock.ts';
export { type Difference, replay, type Replay, type ReplayOptions } from '../replay/replay.ts';
export type { OmittedCall } from '../replay/selection.ts';
export { parseTrace } from '../trace/parse.ts';
export { type ConformanceOptions, type Result, runConformance } from './conformance/conformance.ts';
export { Exchange, type ExchangeOptions, type RequestParts } from './conformance/exchange.ts';
export { formatList, formatReport, resultToJson } from './conformance/report.ts';
export { type Line, runScenario, type RunOptions } from './conformance/run.ts';
export type {
  Behaviour,
  Check,
  DrivenPath,
  Heard,
  Outcome,
  Scenario,
  ScenarioTransport,
  Step
} from './conformance/scenario.ts';
export { scenarios } from './conformance/scenarios.ts';
