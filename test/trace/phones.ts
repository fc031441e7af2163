/** Alice and Bob on their wire, and what their stacks tell of themselves. */
import type { Stack } from '../../src/stack/stack.ts';
import type { Engine } from '../../src/stack/compiled-charts.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { traceToJson, traceToText } from '../../src/trace/format.ts';
import { engine as engineOfThisRun } from '../support/engine.ts';
import { Phones, type PhonesOptions, sdpOfBob } from '../support/phones.ts';

/** Everything of one kind. */
export function ofType<T extends TraceEvent['type']>(
  events: readonly TraceEvent[],
  type: T
): readonly Extract<TraceEvent, { readonly type: T }>[] {
  return events.filter((event): event is Extract<TraceEvent, { readonly type: T }> => event.type === type);
}

/** Keeps what a stack tells; `leave` ends that. */
export function record(stack: Stack): { readonly events: TraceEvent[]; readonly leave: () => void } {
  const events: TraceEvent[] = [];
  const subscription = stack.trace$.subscribe((event) => events.push(event));
  return {
    events,
    leave: () => {
      subscription.unsubscribe();
    }
  };
}

/** Two phones whose traces are kept, line by line in the order in which things happen. */
export class TracedPhones extends Phones {
  readonly text: string[] = [];
  readonly json: string[] = [];
  readonly ofAlice: TraceEvent[] = [];
  readonly ofBob: TraceEvent[] = [];

  constructor(engine: Engine = engineOfThisRun, { alice, bob, ...options }: PhonesOptions = {}) {
    super({ ...options, alice: { engine, ...alice }, bob: { engine, ...bob } });
    this.#watch('alice', this.alice.stack, this.ofAlice);
    this.#watch('bob  ', this.bob.stack, this.ofBob);
  }

  #watch(name: string, stack: Stack, events: TraceEvent[]): void {
    const say = traceToText();
    stack.trace$.subscribe((event) => {
      events.push(event);
      this.text.push(`${name} ${say(event)}`);
      this.json.push(traceToJson(event));
    });
  }

  /** RFC 3665 §3.1: a call is set up, and the callee hangs up; then everything ends. */
  async call(): Promise<void> {
    const { incoming } = await this.reaches();
    incoming.ring();
    await this.wire.settle();
    void incoming.answer({ sdp: sdpOfBob });
    await this.wire.settle();
    void this.bob.calls[0]?.hangUp();
    await this.wire.expectNothingLeft();
  }
}
