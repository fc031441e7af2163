/** The inspector's page: the list of what lives, and what was chosen of it. */
import type { Overview } from '../protocol.ts';
import { noFilter, overviewPath, parseHash, subjectOf } from './model/query.ts';
import { find } from './view/dom.ts';
import { Feed } from './view/feed.ts';
import { FilterForm } from './view/filter-form.ts';
import { Header } from './view/header.ts';
import { listenForKeys } from './view/keys.ts';
import { List } from './view/list.ts';
import { SubjectView } from './view/subject-view.ts';

/** How often countdowns are written, ms. */
const tick = 200;

/** The stack's clock: its time in the last overview, and what went by here since. */
let seen = { at: 0, here: 0 };
const clock = (): number => seen.at + performance.now() - seen.here;

const header = new Header();
const subject = new SubjectView(clock);
const list = new List((row) => {
  const chosen = subjectOf(row);
  if (chosen !== undefined) subject.open(chosen);
});

let overviews: Feed<Overview> | undefined;
function watch(path: string): void {
  overviews?.close();
  overviews = new Feed<Overview>(path, {
    comesBack: true,
    onItems: (items) => {
      const last = items.at(-1);
      if (last === undefined) return;
      seen = { at: last.at, here: performance.now() };
      header.show(last);
      list.show(last);
    },
    onState: (state) => {
      header.connected(state);
    }
  });
}

const filter = new FilterForm((value) => {
  watch(overviewPath(value));
});
const help = find('help', HTMLDialogElement);
find('fit').addEventListener('click', () => {
  subject.fit();
});
find('help-close').addEventListener('click', () => {
  help.close();
});
find('help-button').addEventListener('click', () => {
  help.showModal();
});

listenForKeys({
  j: () => {
    list.move(1);
  },
  k: () => {
    list.move(-1);
  },
  ArrowDown: () => {
    list.move(1);
  },
  ArrowUp: () => {
    list.move(-1);
  },
  Enter: () => {
    list.open();
  },
  '/': () => {
    filter.focus();
  },
  '[': () => {
    subject.stepChart(-1);
  },
  ']': () => {
    subject.stepChart(1);
  },
  ArrowLeft: () => {
    subject.step(-1);
  },
  ArrowRight: () => {
    subject.step(1);
  },
  'Shift+ArrowLeft': () => {
    subject.stepMessage(-1);
  },
  'Shift+ArrowRight': () => {
    subject.stepMessage(1);
  },
  Home: () => {
    subject.go(1);
  },
  End: () => {
    subject.go(undefined);
  },
  f: () => {
    subject.fit();
  },
  '?': () => {
    help.showModal();
  },
  Escape: () => {
    if (document.activeElement instanceof HTMLInputElement || !subject.escape()) filter.escape();
  }
});

setInterval(() => {
  if (document.hidden) return;
  list.tick(clock());
  subject.tick();
}, tick);

const linked = parseHash(location.hash);
if (linked !== undefined) subject.open(linked);
watch(overviewPath(noFilter));
