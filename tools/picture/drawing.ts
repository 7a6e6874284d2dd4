import { element, text } from './svg.ts';

/** A picture of boxes and arrows. Lengths are in pixels, from the upper left corner. */
export interface Picture {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly frames: Readonly<Record<string, Frame>>;
  readonly boxes: Readonly<Record<string, Box>>;
  readonly arrows: readonly Arrow[];
  /** Styles of arrows, with what each means. */
  readonly key: { readonly at: Point; readonly meanings: Readonly<Record<string, string>> };
}

type Point = readonly [x: number, y: number];

interface Area {
  readonly at: Point;
  readonly size: readonly [width: number, height: number];
}

type Areas = Readonly<Record<string, Area>>;

interface Frame extends Area {
  readonly heading: string;
}

interface Box extends Area {
  readonly style: 'folder' | 'service' | 'person';
  readonly name: string;
  readonly lines: readonly string[];
}

type Side = 'left' | 'right' | 'top' | 'bottom';

/** Where an arrow begins or ends: `share` is how far along that side, from the left or the top. Default 0.5. */
interface End {
  /** Name of a box or a frame. */
  readonly at: string;
  readonly side: Side;
  readonly share?: number;
}

interface Arrow {
  readonly from: End;
  readonly to: End;
  readonly style: string;
  /** Words beside the arrow; `at` is where they begin. */
  readonly says?: { readonly words: string; readonly at: Point };
}

const cornerRadius = 6;

export function draw(picture: Picture, style: string): string {
  const { title, width, height, frames, boxes, arrows, key } = picture;
  const size = { viewBox: `0 0 ${width} ${height}`, width, height };
  return `${element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', role: 'img', ...size },
    element('title', {}, title),
    element('style', {}, style),
    element('rect', { x: 0, y: 0, width, height, class: 'ground' }),
    ...Object.values(frames).map(drawFrame),
    ...arrows.map((arrow) => drawArrow(arrow, { ...frames, ...boxes })),
    ...Object.values(boxes).map(drawBox),
    ...arrows.flatMap(({ says }) => (says ? [text(...says.at, says.words, { class: 'says' })] : [])),
    ...Object.entries(key.meanings).map(([name, meaning], row) => drawMeaning(name, meaning, key.at, row)),
  )}\n`;
}

function drawFrame({ at: [x, y], size: [width, height], heading }: Frame): string {
  const rect = element('rect', { x, y, width, height, rx: 10, class: 'frame' });
  return `\n${rect}${text(x + 14, y + 20, heading, { class: 'heading' })}`;
}

function drawBox({ at: [x, y], size: [width, height], style, name, lines }: Box): string {
  const lineHeight = 15;
  const first = y + (height - lineHeight * lines.length) / 2 + 4;
  const middle = { 'text-anchor': 'middle' };
  return [
    `\n${element('rect', { x, y, width, height, rx: style === 'person' ? height / 2 : cornerRadius, class: style })}`,
    text(x + width / 2, first, name, { ...middle, class: 'name' }),
    ...lines.map((line, n) => text(x + width / 2, first + lineHeight * (n + 1), line, { ...middle, class: 'line' })),
  ].join('');
}

function drawArrow({ from, to, style }: Arrow, areas: Areas): string {
  const points = way(pointOf(from, areas), from.side, pointOf(to, areas), to.side);
  return `\n${element('path', { d: rounded(points), class: `arrow ${style}` })}${element('path', { d: head(points), class: `head ${style}` })}`;
}

function pointOf({ at, side, share = 0.5 }: End, areas: Areas): Point {
  const area = areas[at];
  if (!area) throw new Error(`an arrow of the picture begins or ends at ${at}, which is not there`);
  const [x, y] = area.at;
  const [width, height] = area.size;
  if (isUpright(side)) return [x + width * share, side === 'top' ? y : y + height];
  return [side === 'left' ? x : x + width, y + height * share];
}

/** Across and down only, with a corner where it must turn. */
function way(start: Point, from: Side, end: Point, to: Side): readonly Point[] {
  if (isUpright(from) !== isUpright(to)) {
    return [start, isUpright(from) ? [start[0], end[1]] : [end[0], start[1]], end];
  }
  const along = isUpright(from) ? 0 : 1;
  if (start[along] === end[along]) return [start, end];
  const middle = isUpright(from) ? (start[1] + end[1]) / 2 : (start[0] + end[0]) / 2;
  const turns: readonly Point[] = isUpright(from)
    ? [
        [start[0], middle],
        [end[0], middle],
      ]
    : [
        [middle, start[1]],
        [middle, end[1]],
      ];
  return [start, ...turns, end];
}

function isUpright(side: Side): boolean {
  return side === 'top' || side === 'bottom';
}

function rounded(points: readonly Point[]): string {
  const steps = points.map((point, n) => {
    const [before, after] = [points[n - 1], points[n + 1]];
    if (!before) return `M${point}`;
    if (!after) return `L${point}`;
    return `L${towards(point, before, cornerRadius)}Q${point} ${towards(point, after, cornerRadius)}`;
  });
  return steps.join('');
}

function head(points: readonly Point[]): string {
  const [before, tip] = points.slice(-2);
  if (!before || !tip) return '';
  const [x, y] = towards(tip, before, 8);
  const [acrossX, acrossY] = [((y - tip[1]) / 8) * 4, ((tip[0] - x) / 8) * 4];
  return `M${tip}L${x + acrossX},${y + acrossY}L${x - acrossX},${y - acrossY}Z`;
}

/** The point that lies so far from the first on the way to the second. */
function towards([x, y]: Point, [toX, toY]: Point, distance: number): Point {
  const length = Math.hypot(toX - x, toY - y);
  const share = Math.min(distance, length / 2) / length;
  return [x + (toX - x) * share, y + (toY - y) * share];
}

function drawMeaning(style: string, meaning: string, [x, y]: Point, row: number): string {
  const across = y + row * 18;
  const points: readonly Point[] = [
    [x, across],
    [x + 26, across],
  ];
  return `\n${element('path', { d: rounded(points), class: `arrow ${style}` })}${element('path', { d: head(points), class: `head ${style}` })}${text(x + 34, across + 4, meaning, { class: 'says' })}`;
}
