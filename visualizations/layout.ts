/**
 * Where everything stands in a picture: layered top-down layout by the Eclipse Layout Kernel (elkjs).
 *
 * elkjs is an optional dependency: the package ships its pictures ready-made and runs without it.
 */
import type { ELK, ElkEdgeSection, ElkExtendedEdge, ElkLabel, ElkNode, LayoutOptions } from 'elkjs/lib/elk.bundled.js';
import { anyDot, type Arrow, type Card, heightOf, initialDot, layCards, listArrows, ownerOf } from './arrows.ts';
import { countCrossings, findClashes } from './clash.ts';
import { type DiagramModel, type DiagramState, type DiagramTransition, isInternal } from './model.ts';
import { isInside } from './nesting.ts';
import { writeDescription, writeFacts, writeInternal, writeTitle } from './paragraphs.ts';
import {
  type Box,
  type DiagramLayout,
  inset,
  type PlacedCard,
  type PlacedDot,
  type PlacedState,
  type Point
} from './placed.ts';
import { layText } from './text.ts';

/** Pictures no wider than this stay readable in a README: its column is some 1,000 wide. */
const widthLimit = 1024;

/** One way to lay out a picture. */
interface Attempt {
  /** How wide captions may be. */
  readonly caption: number;
  /** In which of the layers that a long arrow passes its caption stands. */
  readonly layer: string;
  /** Whether the text of a frame that arrows enter stands beside its substates, out of the arrows' way. */
  readonly aside: boolean;
  /** Whether states and frames are kept narrow. */
  readonly narrow: boolean;
  /** Whether all stands closer, and a frame is padded to the width of its text: ELK forgets its least width in another. */
  readonly padded: boolean;
}

/** The closest first; those that follow are tried only while nothing fits. */
const attempts: readonly Attempt[] = [
  { narrow: false, padded: false, asides: [false, true] },
  { narrow: false, padded: true, asides: [false] },
  { narrow: true, padded: false, asides: [false, true] }
].flatMap(({ asides, ...kind }) =>
  asides.flatMap((aside) =>
    [190, 165, 140].flatMap((caption) =>
      ['MEDIAN_LAYER', 'TAIL_LAYER', 'HEAD_LAYER', 'SPACE_EFFICIENT_LAYER'].map((layer) => {
        return { ...kind, aside, caption, layer };
      })
    )
  )
);

/**
 * Lays out a model, trying several ways and keeping the clearest and most compact picture of those that fit a README.
 *
 * The same model always gives the same layout.
 * @throws Error where elkjs is not installed, or fails in every way.
 */
export async function layDiagram(model: DiagramModel): Promise<DiagramLayout> {
  const elk = await loadElk();
  let best: { layout: DiagramLayout; clashes: number; cost: number } | undefined;
  let failure: unknown;
  for (const attempt of attempts) {
    if (best?.clashes === 0 && (attempt.narrow || attempt.padded ? best.layout.width <= widthLimit : attempt.aside))
      continue;
    const draft = buildGraph(model, attempt);
    try {
      const layout = readLayout(await elk.layout(draft.graph, { layoutOptions: draft.options }), model, draft);
      const clashes = findClashes(layout).length;
      const cost = costOf(layout) + clashes * 1e9;
      if (best === undefined || cost < best.cost) best = { layout, clashes, cost };
    } catch (error) {
      failure = error; // ELK stumbles over some graphs in one of these ways and not in another.
    }
  }
  if (best === undefined) throw new Error(`ELK cannot lay out ${model.id}`, { cause: failure });
  return best.layout;
}

/** Smaller is better: area, the length and crossings of arrows; each pixel of width above the limit counts many times. */
function costOf(layout: DiagramLayout): number {
  const excess = Math.max(0, layout.width - widthLimit);
  const length = layout.edges.reduce((sum, { points }) => sum + lengthOf(points), 0);
  return layout.width * layout.height + excess * 20_000 + length * 50 + countCrossings(layout) * 20_000;
}

function lengthOf(points: readonly Point[]): number {
  return points.reduce((sum, { x, y }, index) => {
    const before = points[index - 1];
    return before ? sum + Math.abs(x - before.x) + Math.abs(y - before.y) : sum;
  }, 0);
}

async function loadElk(): Promise<Pick<ELK, 'layout'>> {
  try {
    // The bundle is CommonJS: the constructor is its `module.exports`, which its types don't tell.
    const { default: Elk } = (await import('elkjs/lib/elk.bundled.js')) as unknown as { default: new () => ELK };
    return new Elk();
  } catch (cause) {
    throw new Error('Drawing an SVG needs the optional package elkjs: npm install elkjs', { cause });
  }
}

/** A state's text before it is placed. */
type Head = Omit<PlacedState, keyof Box>;

/** What goes into ELK, and the text that comes out of it again with a place. */
interface Draft {
  readonly graph: ElkNode;
  readonly options: LayoutOptions;
  readonly heads: ReadonlyMap<string, Head>;
  readonly arrows: readonly Arrow[];
  readonly cards: ReadonlyMap<string, readonly Card[]>;
}

function buildGraph(model: DiagramModel, attempt: Attempt): Draft {
  const states = new Map(model.states.map((state) => [state.id, state]));
  const heads = new Map(model.states.map((state) => [state.id, writeHead(state, model, attempt)]));
  const arrows = listArrows(model, states);
  const cards = new Map(arrows.map((arrow) => [arrow.id, layCards(arrow, attempt.caption)]));
  const addNode = (state: DiagramState): ElkNode => {
    const { headWidth, headHeight } = heads.get(state.id) as Head;
    if (state.children.length === 0) return { id: state.id, width: headWidth, height: headHeight };
    const dots = [initialDot(state), anyDot(state)].filter((dot) => arrows.some(({ source }) => source === dot));
    const entered = arrows.some(
      ({ source, target }) =>
        target !== state.id && isInside(target, state.id, states) && !isInside(ownerOf(source), state.id, states)
    );
    const aside = attempt.aside && entered;
    const [top, left] = aside ? [18, headWidth + 6] : [headHeight + 10, 18];
    const widest = Math.max(...state.children.map((child) => (heads.get(child) as Head).headWidth));
    const right = attempt.padded ? Math.max(18, Math.ceil(headWidth - left - widest)) : 18;
    return {
      id: state.id,
      children: [
        ...dots.map((id) => ({
          id,
          ...(id === anyDot(state) ? { width: 62, height: 20 } : { width: 12, height: 12 })
        })),
        ...state.children.map((child) => addNode(states.get(child) as DiagramState))
      ],
      layoutOptions: {
        'elk.padding': `[top=${String(top)},left=${String(left)},bottom=18,right=${String(right)}]`,
        'elk.nodeSize.constraints': 'MINIMUM_SIZE',
        'elk.nodeSize.minimum': `(${String(headWidth)},${String(headHeight)})`
      }
    };
  };
  const [root] = model.states;
  const graph = {
    id: '(picture)',
    children: root ? [addNode(root)] : [],
    edges: arrows.map((arrow) => buildEdge(arrow, cards.get(arrow.id) as readonly Card[]))
  };
  const options = {
    ...layoutOptions,
    ...(attempt.padded && { 'elk.spacing.nodeNode': '16', 'elk.spacing.edgeNode': '12' }),
    'elk.layered.edgeLabels.centerLabelPlacementStrategy': attempt.layer,
    'elk.layered.nodePlacement.strategy': attempt.narrow ? 'LINEAR_SEGMENTS' : 'NETWORK_SIMPLEX'
  };
  return { graph, options, heads, arrows, cards };
}

function buildEdge({ id, source, target }: Arrow, cards: readonly Card[]): ElkExtendedEdge {
  const width = Math.max(0, ...cards.map(({ text }) => Math.ceil(text.width) + 2 * inset.label));
  const height = cards.reduce((sum, card) => sum + heightOf(card), 0);
  const label = { id: `${id} caption`, text: id, width, height, layoutOptions: { 'elk.edgeLabels.inline': 'true' } };
  return { id, sources: [source], targets: [target], labels: cards.length === 0 ? [] : [label] };
}

const layoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.randomSeed': '1',
  'elk.padding': '[top=8,left=8,bottom=8,right=8]',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.thoroughness': '30',
  'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
  'elk.layered.feedbackEdges': 'true',
  'elk.spacing.nodeNode': '26',
  'elk.spacing.edgeNode': '16',
  'elk.spacing.edgeEdge': '14',
  'elk.spacing.edgeLabel': '4',
  'elk.spacing.nodeSelfLoop': '14',
  'elk.layered.spacing.nodeNodeBetweenLayers': '22',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12'
};

/** A state's text, broken into lines: a machine's own may run wide, a box's should stay narrow. */
function writeHead(state: DiagramState, model: DiagramModel, { narrow }: Attempt): Head {
  const [box, frame] = narrow ? [190, 210] : [210, 330];
  const limit = state.parent === undefined ? 560 : state.children.length > 0 ? frame : box;
  const title = layText(writeTitle(state), limit);
  const description = layText(writeDescription(state), limit);
  const facts = layText(writeFacts(state), limit);
  const internals = model.transitions
    .filter((transition) => transition.source === state.id && isInternal(transition, state))
    .map((transition) => ({ transition, text: layText(writeInternal(transition), limit) }));
  const parts = [description, facts, ...internals.map(({ text }) => text)].filter(({ lines }) => lines.length > 0);
  const height = parts.reduce((sum, part) => sum + inset.gap + part.height, title.height) + 2 * inset.y;
  const width = Math.max(64, ...[title, ...parts].map((part) => part.width + 2 * inset.x));
  return { state, title, description, facts, internals, headWidth: Math.ceil(width), headHeight: Math.ceil(height) };
}

function readLayout(picture: ElkNode, model: DiagramModel, { heads, arrows, cards }: Draft): DiagramLayout {
  const boxes = new Map<string, Box>();
  const collect = (node: ElkNode): void => {
    boxes.set(node.id, readBox(node));
    for (const child of node.children ?? []) collect(child);
  };
  collect(picture);
  const transitions = new Map(arrows.map((arrow) => [arrow.id, arrow.transitions]));
  return {
    width: Math.ceil(picture.width as number),
    height: Math.ceil(picture.height as number),
    states: model.states.map((state) => ({ ...(boxes.get(state.id) as Box), ...(heads.get(state.id) as Head) })),
    dots: model.states.flatMap((state) => [
      ...readDot(initialDot(state), 'initial', boxes),
      ...readDot(anyDot(state), 'any', boxes)
    ]),
    edges: (picture.edges as ElkExtendedEdge[]).map((edge) => {
      const [label] = edge.labels as ElkLabel[];
      const points = (edge.sections as ElkEdgeSection[]).flatMap((section) => [
        section.startPoint,
        ...(section.bendPoints ?? []),
        section.endPoint
      ]);
      return {
        id: edge.id,
        transitions: transitions.get(edge.id) as readonly DiagramTransition[],
        points: points.map(({ x, y }) => ({ x: round(x), y: round(y) })),
        cards: label === undefined ? [] : stackCards(readBox(label), cards.get(edge.id) as readonly Card[])
      };
    })
  };
}

/** The cards of an arrow, one below the other, all as wide as the widest. */
function stackCards({ x, y, width }: Box, cards: readonly Card[]): PlacedCard[] {
  let top = y;
  return cards.map((card) => {
    const box = { x, y: round(top), width, height: heightOf(card) };
    top += box.height;
    return { ...card, ...box };
  });
}

function readDot(id: string, kind: PlacedDot['kind'], boxes: ReadonlyMap<string, Box>): PlacedDot[] {
  const box = boxes.get(id);
  return box ? [{ id, kind, ...box }] : [];
}

function readBox(shape: Partial<Box>): Box {
  const { x = 0, y = 0, width = 0, height = 0 } = shape;
  return { x: round(x), y: round(y), width: round(width), height: round(height) };
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
