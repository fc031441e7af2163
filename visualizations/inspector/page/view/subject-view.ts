/** What was chosen on the left: its charts, its ladder, and the moment of it that is shown. */
import type { MessageEvent, TraceEvent } from '../../../../src/trace/event.ts';
import { type Ladder, ladderOf } from '../../../ladder/ladder.ts';
import { arrowsOf, countAtMessage, firstChart, lastTaken } from '../model/links.ts';
import type { ActorMoment } from '../model/moment.ts';
import { exportPath, formatHash, type Subject, tracePath } from '../model/query.ts';
import { Recording } from '../model/recording.ts';
import { ChartPane } from './chart-pane.ts';
import { find, make, write } from './dom.ts';
import { type CauseText, Facts } from './facts.ts';
import { Feed } from './feed.ts';
import { LadderPane } from './ladder-pane.ts';
import { MessagePane } from './message-pane.ts';
import { Tabs } from './tabs.ts';
import { Timeline } from './timeline.ts';

const formats = [
  ['trace', 'trace'],
  ['pcap', 'pcap'],
  ['mermaid', 'Mermaid'],
  ['svg', 'SVG']
] as const;

export class SubjectView {
  /** The stack's clock, now. */
  readonly #clock: () => number;
  #recording = new Recording();
  #ladder: Ladder = ladderOf([]);
  #feed: Feed<TraceEvent> | undefined;
  #subject: Subject | undefined;
  /** How many of the events are shown; undefined: all that come. */
  #count: number | undefined;
  #actor: number | undefined;
  #message: number | undefined;

  readonly #tabs = new Tabs((actor) => {
    this.#chooseActor(actor);
  });
  readonly #chart = new ChartPane({
    onEdge: (edge) => {
      const index =
        this.#current === undefined ? undefined : lastTaken(this.#events, this.#current, edge, this.#events.length);
      if (index !== undefined) this.#goToStep(index);
    },
    onPoint: (edge) => {
      const index =
        this.#current === undefined || edge === undefined
          ? undefined
          : lastTaken(this.#events, this.#current, edge, this.#shown);
      this.#ladderPane.point(
        index === undefined ? [] : arrowsOf(this.#ladder, this.#events, index).map(({ message }) => message)
      );
    },
    onModel: () => {
      this.#render();
    }
  });
  readonly #facts = new Facts((message) => {
    this.#choose(message);
  });
  readonly #ladderPane = new LadderPane({
    onMessage: (message) => {
      this.#choose(message);
    },
    onStep: (index) => {
      this.#goToStep(index);
    },
    onPoint: (message) => {
      const steps = this.#ladder.arrows.find((arrow) => arrow.message === message)?.steps ?? [];
      this.#chart.point(
        steps.filter(({ actor }) => actor === this.#current).flatMap(({ index }) => this.#edgeAt(index))
      );
    }
  });
  readonly #messagePane = new MessagePane({
    onStep: (index) => {
      this.#goToStep(index);
    },
    onClose: () => {
      this.#choose(undefined);
    }
  });
  readonly #timeline = new Timeline({
    onGo: (count) => {
      this.go(count);
    },
    onStep: (by) => {
      this.step(by);
    }
  });

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  open(subject: Subject): void {
    history.replaceState(null, '', formatHash(subject));
    const isSame = subject.call !== undefined && subject.call === this.#subject?.call;
    this.#subject = subject;
    this.#actor = subject.actor ?? (isSame ? this.#actor : undefined);
    find('subject').hidden = false;
    find('nothing').hidden = true;
    if (isSame) {
      this.#render();
      return;
    }
    this.#feed?.close();
    this.#recording = new Recording();
    this.#count = this.#message = undefined;
    this.#tabs.clear();
    this.#showTitle(subject);
    this.#take([]);
    this.#feed = new Feed<TraceEvent>(tracePath(subject), {
      onItems: (events) => {
        this.#take(events);
      },
      onState: () => undefined,
      comesBack: false
    });
  }

  #showTitle({ call, actor }: Subject): void {
    write(find('ladder-title'), call ?? `actor ${String(actor)}`);
    const links = formats.map(([format, name]) => {
      const link = make('a', '', name);
      link.href = exportPath(call ?? '', format);
      link.download = '';
      return link;
    });
    find('exports').replaceChildren(...(call === undefined ? [] : links));
  }

  #take(events: readonly TraceEvent[]): void {
    // A server that was started again knows nothing of this call: what is shown stays.
    if (this.#events.length > 1 && events.every(({ type }) => type === 'begin')) return;
    const gone = this.#recording.add(events);
    if (this.#count !== undefined) this.#count = Math.max(1, this.#count - gone);
    this.#ladder = ladderOf(this.#recording.events);
    this.#render();
  }

  get #events(): readonly TraceEvent[] {
    return this.#recording.events;
  }

  get #shown(): number {
    return Math.min(this.#count ?? Number.POSITIVE_INFINITY, this.#events.length);
  }

  get #charts(): readonly ActorMoment[] {
    const charts = [...this.#recording.now.actors.values()].filter(({ isChart }) => isChart);
    const call = this.#subject?.call;
    return call === undefined ? charts : charts.filter(({ callId }) => callId === undefined || callId === call);
  }

  /** The chart that is shown: what was chosen, as soon as it is there. */
  get #current(): number | undefined {
    const charts = this.#charts;
    return charts.some(({ actor }) => actor === this.#actor) ? this.#actor : firstChart(charts);
  }

  #edgeAt(index: number): readonly string[] {
    const event = this.#events[index];
    return event?.type === 'transition' ? [event.edge] : [];
  }

  #chooseActor(actor: number): void {
    this.#actor = actor;
    if (this.#subject !== undefined) history.replaceState(null, '', formatHash({ ...this.#subject, actor }));
    this.#render();
  }

  #choose(message: number | undefined): void {
    this.#message = message;
    this.#render();
  }

  #goToStep(index: number): void {
    const event = this.#events[index];
    if (event?.type === 'transition' || event?.type === 'actor.started') this.#actor = event.actor;
    this.go(index + 1);
  }

  /** Shows the call after so many events; undefined: follows it. */
  go(count: number | undefined): void {
    this.#count = count === undefined ? undefined : Math.min(Math.max(1, count), this.#events.length);
    this.#render();
  }

  /** One event on or back; with it the chart that takes an arrow. */
  step(by: 1 | -1): void {
    const count = this.#shown + by;
    if (count > this.#events.length) return;
    const event = this.#events[count - 1];
    if (event?.type === 'transition' || (event?.type === 'actor.started' && event.kind === 'chart'))
      this.#actor = event.actor;
    this.go(count);
  }

  stepMessage(by: 1 | -1): void {
    const count = countAtMessage(this.#events, this.#shown, by);
    if (count !== undefined) this.go(count);
  }

  stepChart(by: 1 | -1): void {
    const charts = this.#charts.map(({ actor }) => actor);
    const at = charts.indexOf(this.#current ?? -1);
    const next = charts[(at + by + charts.length) % charts.length];
    if (next !== undefined) this.#chooseActor(next);
  }

  fit(): void {
    this.#chart.fit();
  }

  /** Closes what is open, the last thing first; whether there was anything. */
  escape(): boolean {
    if (this.#message !== undefined) this.#choose(undefined);
    else if (this.#count !== undefined) this.go(undefined);
    else return false;
    return true;
  }

  /** Timers run down. */
  tick(): void {
    if (this.#count === undefined) this.#facts.tick(this.#clock());
  }

  #render(): void {
    const charts = this.#charts;
    const current = this.#current;
    const isLive = this.#count === undefined;
    const shown = this.#shown;
    const moment = isLive ? this.#recording.now : this.#recording.momentAt(shown);
    const actor = current === undefined ? undefined : moment.actors.get(current);
    const name = charts.find((chart) => chart.actor === current)?.name;
    this.#tabs.show(charts, moment, current);
    this.#chart.show(actor, name);
    this.#facts.show(actor, this.#chart.model, this.#causeOf(actor), isLive ? this.#clock() : moment.at);
    const place = isLive ? undefined : shown - 1;
    this.#ladderPane.show(this.#ladder);
    this.#ladderPane.light({
      count: shown,
      messages: place === undefined ? [] : arrowsOf(this.#ladder, this.#events, place).map(({ message }) => message),
      step: place,
      chosen: this.#message
    });
    const chosen = this.#ladder.arrows.find(({ message }) => message === this.#message);
    this.#messagePane.show(this.#messageAt(this.#message), chosen);
    this.#timeline.show(this.#events, shown, moment, isLive);
  }

  #messageAt(message: number | undefined): MessageEvent | undefined {
    if (message === undefined) return undefined;
    return this.#events.find((event): event is MessageEvent => event.type === 'message' && event.message === message);
  }

  #causeOf(actor: ActorMoment | undefined): CauseText | undefined {
    const cause = actor?.last?.event.cause;
    if (cause === undefined || !('message' in cause)) return undefined;
    const arrow = this.#ladder.arrows.find(
      ({ message, repeats }) => message === cause.message || repeats.some((repeat) => repeat.message === cause.message)
    );
    return arrow && { message: arrow.message, text: arrow.label };
  }
}
