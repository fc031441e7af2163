/** sipcharts: SIP in TypeScript, where every transaction and every dialog is a statechart. */
export type { CounterName } from '../machines/counters.ts';
export type { CallLimits } from '../machines/user-agent-core.ts';
export type { Hop, Surroundings } from '../machines/surroundings.ts';
export type { Capabilities } from './core/inspect.ts';
export * from './message/index.ts';
export { answerOffer, buildOffer, type SdpOrigin } from './sdp/answer.ts';
export type { FormatParameters, RtpMap } from './sdp/formats.ts';
export { holdOffer, nextVersion } from './sdp/hold.ts';
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
export { type Difference, replay, type Replay, type ReplayOptions } from './replay/replay.ts';
export type { OmittedCall } from './replay/selection.ts';
export { bounded, type BoundedOptions } from './trace/bounded.ts';
export {
  type ActorEnded,
  type ActorLiving,
  type ActorStarted,
  type Cause,
  type ChartState,
  type CountedEvent,
  type DrawnEvent,
  type FramingFault,
  type IgnoredEvent,
  type LostEvent,
  type MessageEvent,
  type OrderedAnswer,
  type OrderEvent,
  type StackDescription,
  type TimerArmed,
  type TimerCancelled,
  type TimerFired,
  type TimerLiving,
  type TraceBegin,
  type TraceEvent,
  traceVersion,
  type TransitionEvent,
  type UnsentEvent
} from './trace/event.ts';
export type { ExportOptions } from './trace/export.ts';
export { traceToJson, traceToText } from './trace/format.ts';
export { parseTrace, readTrace, TraceError } from './trace/parse.ts';
export { FlightRecorder, type RecordedCall, type RecorderOptions } from './trace/recorder.ts';
export { type HepOptions, traceToHep } from './trace/hep.ts';
export { pcapHeader, traceToPcap } from './trace/pcap.ts';
export { formatState } from './trace/state.ts';
export { redact, redactText } from './trace/redact.ts';
export type { Entropy } from './transaction/branch.ts';
export type { Address, Flow } from './transaction/flow.ts';
export { defaultTimers, type Timers } from './transaction/timers.ts';
export { createStack, type NodeStackOptions, startUserAgent } from './transport/create-stack.ts';
export { type HepCounts, HepSender, type HepSenderOptions } from './transport/hep-sender.ts';
export { nodeClock } from './transport/node-clock.ts';
export { nodeMemory } from './transport/node-memory.ts';
export { nodeEntropy } from './transport/node-entropy.ts';
export { resolveHost } from './transport/node-resolve.ts';
export { bindTcp } from './transport/tcp.ts';
export { bindUdp } from './transport/udp.ts';
export type { Inbound, Transport, TransportInput, TransportLogic } from './transport/transport.ts';
export { Call, type CallEnd, type CallRequestOptions, type CallState, type SessionChangeOptions } from './ua/call.ts';
export { SipCancelledError, SipRejectedError, SipTimeoutError, SipTransportError } from './ua/errors.ts';
export { type AnswerOptions, IncomingCall } from './ua/incoming-call.ts';
export {
  type CallHandler,
  type InviteOptions,
  type RequestOptions,
  UserAgent,
  type UserAgentOptions
} from './ua/user-agent.ts';
