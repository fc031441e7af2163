/** One message: what it did to our charts, its fields and its body, and as it is written. */
import type { MessageEvent } from '../../../../src/trace/event.ts';
import type { LadderArrow, LadderStep } from '../../../ladder/ladder.ts';
import { readMessageText } from '../../../ladder/message-text.ts';
import { headingOf } from '../model/words.ts';
import { find, make, makeButton } from './dom.ts';

export interface MessagePaneOptions {
  readonly onStep: (index: number) => void;
  readonly onClose: () => void;
}

export class MessagePane {
  readonly #element = find('message');
  readonly #options: MessagePaneOptions;
  #shown: number | undefined;
  #steps = -1;
  #isRaw = false;

  constructor(options: MessagePaneOptions) {
    this.#options = options;
  }

  show(event: MessageEvent | undefined, arrow: LadderArrow | undefined): void {
    this.#element.hidden = event === undefined;
    find('hint').hidden = event !== undefined;
    const steps = arrow?.steps.length ?? 0;
    if (event?.message === this.#shown && steps === this.#steps) return;
    this.#shown = event?.message;
    this.#steps = steps;
    if (event === undefined) this.#element.replaceChildren();
    else this.#write(event, arrow);
  }

  #write(event: MessageEvent, arrow: LadderArrow | undefined): void {
    const { startLine, fields, body } = readMessageText(event.text);
    const raw = makeButton('toggle', this.#isRaw ? 'fields' : 'raw', () => {
      this.#isRaw = !this.#isRaw;
      this.#write(event, arrow);
    });
    const close = makeButton('toggle', 'close', this.#options.onClose);
    close.title = 'Close (Esc)';
    const content = this.#isRaw
      ? [make('pre', 'raw', event.text)]
      : [
          make('table', '', make('tbody', '', ...fields.map(({ name, value }) => writeField(name, value)))),
          ...(body === '' ? [] : [make('pre', 'body', body)])
        ];
    const { transport, local, remote } = event.flow;
    const way = event.direction === 'in' ? 'from' : 'to';
    this.#element.replaceChildren(
      make('header', '', make('h3', '', startLine), raw, close),
      make(
        'p',
        'about',
        `message ${String(event.message)} ${way} ${transport} ${remote.host}:${String(remote.port)}, our ${local.host}:${String(local.port)}`,
        ...(arrow === undefined || arrow.repeats.length === 0
          ? []
          : [`, again as ${arrow.repeats.map(({ message }) => String(message)).join(', ')}`]),
        ...(event.fault === undefined ? [] : [make('span', 'fault', event.fault)])
      ),
      make('p', 'steps', ...(arrow?.steps ?? []).map((step) => this.#writeStep(step))),
      make('div', 'content', ...content)
    );
  }

  #writeStep({ index, chart, actor, from, to, relation }: LadderStep): HTMLElement {
    const change = from === undefined ? `starts in ${to}` : from === to ? `stays ${to}` : `${from} → ${to}`;
    const step = makeButton('link', `${headingOf(chart)} ${change}`, () => {
      this.#options.onStep(index);
    });
    step.title = `${relation === 'sent' ? 'sent by' : 'caused'} ${chart} ${String(actor)}`;
    return step;
  }
}

function writeField(name: string, value: string): HTMLTableRowElement {
  const head = make('th', '', name);
  head.scope = 'row';
  return make('tr', '', head, make('td', '', value));
}
