/**
 * What the picture writes on an arrow and in a state's box, as styled paragraphs.
 */
import { captionTransition, formatRfc, listFacts } from './caption.ts';
import type { DiagramState, DiagramTransition } from './model.ts';
import type { Run } from './text.ts';

/** A transition's caption: the event with its guard, the actions below, the RFC's clause in small. Empty if it says nothing. */
export function writeTransition(transition: DiagramTransition): Run[][] {
  const { event, delay, guard, actions, rfc } = captionTransition(transition);
  return [
    [
      ...run(event, transition.kind === 'after' ? 'timer' : 'event'),
      ...run(unbroken(delay), 'delay'),
      ...run(guard, 'guard')
    ],
    listNames('/', actions),
    run(transition.description ?? '', 'prose'),
    run(rfc, 'rfc')
  ].filter((paragraph) => paragraph.length > 0);
}

/** An internal transition, in its state's box: as {@link writeTransition}, but the actions follow on the same line. */
export function writeInternal(transition: DiagramTransition): Run[][] {
  const [first = [], second = [], ...rest] = writeTransition(transition);
  return first[0]?.style !== 'action' && second[0]?.style === 'action'
    ? [[...first, ...second], ...rest]
    : [first, second, ...rest];
}

/** A state's name, the machine's in large; a history state's behind the H (or H*, deep) of UML. */
export function writeTitle({ name, history, parent }: DiagramState): Run[][] {
  const mark = history === undefined ? [] : run(history === 'deep' ? 'H*' : 'H', 'word');
  return [[...mark, ...run(name, parent === undefined ? 'machine' : 'title')]];
}

/** What a state is for, and where the RFC says so. */
export function writeDescription(state: DiagramState): Run[][] {
  return [run(state.description ?? '', 'prose'), run(formatRfc(state.rfc), 'rfc')].filter((part) => part.length > 0);
}

/** What happens in a state: actions on entry and exit, actors, tags, and its internal transitions. */
export function writeFacts(state: DiagramState): Run[][] {
  return listFacts(state)
    .filter(([word]) => word !== 'initial')
    .map(([word, names]) => [...run(word, 'word'), ...listNames('/', names)]);
}

/** A list of names behind a mark: `/ buildAck, sendAck`. The mark stays with the first name. */
export function listNames(mark: string, names: readonly string[]): Run[] {
  return names.map((name, index) => {
    const comma = index < names.length - 1 ? ',' : '';
    return { text: index === 0 ? `${mark}\u00a0${name}${comma}` : `${name}${comma}`, style: 'action' };
  });
}

/** Short values stay on one line. */
function unbroken(text: string): string {
  return text.length > 22 ? text : text.replaceAll(' ', '\u00a0');
}

function run(text: string, style: Run['style']): Run[] {
  return text === '' ? [] : [{ text, style }];
}
