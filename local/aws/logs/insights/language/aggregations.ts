import type { Row } from './expression.ts';
import { compared, inNaturalOrder, numberIn, Timestamp, textOf, type Value } from './values.ts';

/** Takes in what a group's rows hold, and says what comes of it. */
export interface Accumulator {
  add(value: Value, row: Row): void;
  result(): Value;
}

/**
 * The functions of `stats` by their names in lower case:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html, "Functions to use with stats".
 * @param percent the second argument, which `pct` alone takes
 */
export const aggregations: Readonly<Record<string, (percent: number) => Accumulator>> = {
  count: () => {
    let count = 0;
    return {
      add: (value) => {
        if (value !== undefined) count += 1;
      },
      result: () => count,
    };
  },
  count_distinct: () => {
    const seen = new Set<string>();
    return {
      add: (value) => {
        if (value !== undefined) seen.add(textOf(value));
      },
      result: () => seen.size,
    };
  },
  sum: ofNumbers(({ sum }) => sum),
  avg: ofNumbers(({ sum, count }) => sum / count),
  // From the squares' differences to the mean: of the squares themselves nothing would be left of large numbers.
  stddev: ofNumbers(({ squares, count }) => Math.sqrt(squares / count)),
  min: best((value, kept) => compared(value, kept) < 0),
  max: best((value, kept) => compared(value, kept) > 0),
  earliest: byTime((time, keptTime) => time < keptTime),
  latest: byTime((time, keptTime) => time > keptTime),
  sortsfirst: best((value, kept) => inNaturalOrder(value, kept) < 0),
  sortslast: best((value, kept) => inNaturalOrder(value, kept) > 0),
  pct: (percent) => {
    const numbers: number[] = [];
    return {
      add: (value) => {
        const number = numberIn(value);
        if (number !== undefined) numbers.push(number);
      },
      // The nearest rank. CloudWatch Logs approximates.
      result: () => {
        const sorted = Float64Array.from(numbers).sort();
        return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
      },
    };
  },
};

interface Sums {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

function ofNumbers(result: (sums: Sums) => number): () => Accumulator {
  return () => {
    let [count, sum, mean, squares] = [0, 0, 0, 0];
    return {
      add: (value) => {
        const number = numberIn(value);
        if (number === undefined) return;
        count += 1;
        sum += number;
        const difference = number - mean;
        mean += difference / count;
        squares += difference * (number - mean);
      },
      result: () => (count === 0 ? undefined : result({ count, sum, squares })),
    };
  };
}

type Present = Exclude<Value, undefined>;

/** The first of the values that none is better than. */
function best(isBetter: (value: Present, kept: Present) => boolean): () => Accumulator {
  return () => {
    let kept: Value;
    return {
      add: (value) => {
        if (value !== undefined && (kept === undefined || isBetter(value, kept))) kept = value;
      },
      result: () => kept,
    };
  };
}

/** The value of the one row that has a value, and whose time no other's is before, or after. */
function byTime(isBetter: (time: number, keptTime: number) => boolean): () => Accumulator {
  return () => {
    let kept: { readonly value: Present; readonly time: number } | undefined;
    return {
      add: (value, row) => {
        if (value === undefined) return;
        const time = timeOf(row);
        if (kept === undefined || isBetter(time, kept.time)) kept = { value, time };
      },
      result: () => kept?.value,
    };
  };
}

function timeOf(row: Row): number {
  const time = row.get('@timestamp');
  return time instanceof Timestamp ? time.ms : 0;
}
