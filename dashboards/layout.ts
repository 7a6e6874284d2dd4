import type { Runbook } from './runbook.ts';
import { type Content, text } from './widgets.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const columns = 24;

type Widget = Content & {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export interface Dashboard {
  /** Shown at first: how far back, as an ISO 8601 duration. */
  readonly start: string;
  /** `inherit`: each graph keeps the period it was given, however long the time shown. */
  readonly periodOverride: 'inherit';
  readonly widgets: readonly Widget[];
}

/** A widget and what to do when it looks wrong: no widget but text has room for words, so they stand below it. */
export interface Panel {
  readonly content: Content;
  readonly advice: string;
  /** The section of the runbook with the rest. */
  readonly section: keyof Runbook;
}

/** Panels side by side, as wide as each other. */
export type Row = readonly Panel[];

export interface Section {
  readonly heading?: string;
  readonly rows: readonly Row[];
  /** In grid units of some 50 pixels. */
  readonly height?: number;
}

const headingHeight = 1;

/**
 * Sections from top to bottom. An advice comes right after its widget also in the list, which is the order that a narrow
 * screen shows them in, one below the other.
 */
export function dashboard(sections: readonly Section[], runbook: Runbook, start: string): Dashboard {
  const widgets: Widget[] = [];
  let y = 0;
  for (const { heading, rows, height = 6 } of sections) {
    if (heading !== undefined) {
      widgets.push({ ...text(`## ${heading}`), x: 0, y, width: columns, height: headingHeight });
      y += headingHeight;
    }
    for (const row of rows) {
      widgets.push(...placed(row, y, height, runbook));
      y += height + adviceHeight(row);
    }
  }
  return { start, periodOverride: 'inherit', widgets };
}

function placed(row: Row, y: number, height: number, runbook: Runbook): readonly Widget[] {
  const width = columns / row.length;
  return row.flatMap(({ content, advice, section }, index): readonly Widget[] => {
    const x = index * width;
    const words = `${advice} [Runbook: ${section}](${runbook[section]})`;
    return [
      { ...content, x, y, width, height },
      { ...text(words), x, y: y + height, width, height: adviceHeight(row) },
    ];
  });
}

/** Four lines of words, or the one that they make across the whole grid. */
function adviceHeight(row: Row): number {
  return row.length === 1 ? 1 : 2;
}

/** As CloudWatch takes it. */
export function bodyOf(dashboard: Dashboard): string {
  return JSON.stringify(dashboard);
}
