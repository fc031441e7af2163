/** The parts of XState that the charts are written with: the one place that changes with XState's next major version. */
export {
  type ActorLogic,
  type ActorRef,
  type ActorRefFrom,
  type ActorScope,
  type AnyActorLogic,
  type AnyActorRef,
  type AnyStateMachine,
  type EventObject,
  type Snapshot,
  assertEvent,
  assign,
  createActor,
  enqueueActions,
  sendTo,
  setup
} from 'xstate';
