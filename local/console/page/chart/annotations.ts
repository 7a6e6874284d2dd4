/** A line across a graph, or the band between two of them: `annotations` of a metric widget. */
export interface Annotations {
  readonly horizontal?: readonly (HorizontalAnnotation | readonly [HorizontalAnnotation, HorizontalAnnotation])[];
  readonly vertical?: readonly (VerticalAnnotation | readonly [VerticalAnnotation, VerticalAnnotation])[];
  /** ARNs. The alarm's threshold is drawn, and its metrics where the widget has none. */
  readonly alarms?: readonly string[];
}

interface HorizontalAnnotation {
  readonly value: number;
  readonly label?: string;
  readonly color?: string;
  readonly fill?: 'above' | 'below' | 'none';
  readonly visible?: boolean;
  readonly yAxis?: 'left' | 'right';
}

interface VerticalAnnotation {
  /** ISO 8601. */
  readonly value: string;
  readonly label?: string;
  readonly color?: string;
  readonly fill?: 'before' | 'after' | 'none';
  readonly visible?: boolean;
}

/** What is drawn: one line, or two with what lies between them. */
export interface Marking {
  readonly direction: 'horizontal' | 'vertical';
  readonly axis: 'left' | 'right';
  /** In the axis's unit, or seconds since the epoch. */
  readonly from: number;
  /** The end of what is filled; the edge of the graph at ±Infinity. */
  readonly to: number | undefined;
  readonly label: string;
  readonly color: string | undefined;
}

export function markings({ horizontal = [], vertical = [] }: Annotations): readonly Marking[] {
  return [...horizontal.flatMap(across), ...vertical.flatMap(along)];
}

function across(given: NonNullable<Annotations['horizontal']>[number]): Marking[] {
  const [line, other] = isPair(given) ? given : [given];
  if (line.visible === false) return [];
  const edges = { above: Infinity, below: -Infinity, none: undefined };
  const base = { direction: 'horizontal', axis: line.yAxis ?? 'left', color: line.color } as const;
  return [
    {
      ...base,
      from: line.value,
      to: other?.value ?? edges[line.fill ?? 'none'],
      label: [line.label, other?.label].filter(Boolean).join(' – '),
    },
  ];
}

function along(given: NonNullable<Annotations['vertical']>[number]): Marking[] {
  const [line, other] = isPair(given) ? given : [given];
  if (line.visible === false) return [];
  const edges = { before: -Infinity, after: Infinity, none: undefined };
  return [
    {
      direction: 'vertical',
      axis: 'left',
      color: line.color,
      from: Date.parse(line.value) / 1000,
      to: other ? Date.parse(other.value) / 1000 : edges[line.fill ?? 'none'],
      label: [line.label, other?.label].filter(Boolean).join(' – '),
    },
  ];
}

function isPair<T>(given: T | readonly [T, T]): given is readonly [T, T] {
  return Array.isArray(given);
}
