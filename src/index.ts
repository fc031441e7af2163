/** sipcharts: SIP in TypeScript, where every transaction and every dialog is a statechart. */
export type { CounterName } from '../machines/counters.ts';
export type { CallLimits } from '../machines/user-agent-core.ts';
export type { Hop, Surroundings } from '../machines/surroundings.ts';
export type { Capabilities } from './core/inspect.ts';
export * from './message/index.ts';
export { answerOffer, buildOffer, type SdpOrigin } from './sdp/answer.ts';
export type { FormatParameters, RtpMap } from './sdp/formats.ts';
export {
  type Direction,
  directionOf,
  formatSessionDescription,
  type MediaDescription,
  type Origin,
  parseSessionDescription,
  type SessionAddress,
  type SessionAttribute,
  type SessionDescription
} from './sdp/session-description.ts';
export { defaultSessionDescriptionLimits, type SessionDescriptionLimits } from './sdp/session-description-limits.ts';
export type { MemoryGauge } from './stack/admission.ts';
export type { Clock } from './stack/clock.ts';
export { type CompiledChart, compileChart } from './stack/compile-chart.ts';
export type { Engine } from './stack/compiled-charts.ts';
export { defaultSourceRate, type SourceRate } from './stack/source-rate.ts';
export { type Environment, type InviteTaker, Stack, type StackOptions } from './stack/stack.ts';
export { bounded, type BoundedOptions } from './trace/bounded.ts';
export {
  type ActorEnded,
  type ActorLiving,
  type ActorStarted,
  type Cause,
  type ChartState,
  type CountedEvent,
  type IgnoredEvent,
  type LostEvent,
  type MessageEvent,
  type TimerArmed,
  type TimerCancelled,
  type TimerFired,
  type TimerLiving,
  type TraceBegin,
  type TraceEvent,
  traceVersion,
  type TransitionEvent
} from './trace/event.ts';
export { traceToJson, traceToText } from './trace/format.ts';
export { formatState } from './trace/state.ts';
export { redact, redactText } from './trace/redact.ts';
export type { Entropy } from './transaction/branch.ts';
export type { Address, Flow } from './transaction/flow.ts';
export { defaultTimers, type Timers } from './transaction/timers.ts';
export { createStack, type NodeStackOptions, startUserAgent } from './transport/create-stack.ts';
export { nodeClock } from './transport/node-clock.ts';
export { nodeMemory } from './transport/node-memory.ts';
export { nodeEntropy } from './transport/node-entropy.ts';
export { resolveHost } from './transport/node-resolve.ts';
export { bindTcp } from './transport/tcp.ts';
export { bindUdp } from './transport/udp.ts';
export type { Inbound, Transport, TransportInput, TransportLogic } from './transport/transport.ts';
export { Call, type CallEnd, type CallState } from './ua/call.ts';
export { SipCancelledError, SipRejectedError, SipTimeoutError, SipTransportError } from './ua/errors.ts';
export { type AnswerOptions, IncomingCall } from './ua/incoming-call.ts';
export {
  type CallHandler,
  type InviteOptions,
  type RequestOptions,
  UserAgent,
  type UserAgentOptions
} from './ua/user-agent.ts';
