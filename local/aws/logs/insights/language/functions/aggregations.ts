import type { Row } from '../expression.ts';
import { compared, inNaturalOrder, numberIn, Timestamp, textOf, type Value } from '../values.ts';

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
  min: bestValue((value, best) => compared(value, best) < 0),
  max: bestValue((value, best) => compared(value, best) > 0),
  earliest: byTime((time, keptTime) => time < keptTime),
  latest: byTime((time, keptTime) => time > keptTime),
  sortsfirst: bestValue((value, best) => inNaturalOrder(value, best) < 0),
  sortslast: bestValue((value, best) => inNaturalOrder(value, best) > 0),
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
function bestValue(isBetter: (value: Present, best: Present) => boolean): () => Accumulator {
  return () => {
    let best: Value;
    return {
      add: (value) => {
        if (value !== undefined && (best === undefined || isBetter(value, best))) best = value;
      },
      result: () => best,
    };
  };
}

/** The value of the one row that has a value, and whose time no other's is before, or after. */
function byTime(isBetter: (time: number, bestTime: number) => boolean): () => Accumulator {
  return () => {
    let best: { readonly value: Present; readonly time: number } | undefined;
    return {
      add: (value, row) => {
        if (value === undefined) return;
        const time = timeOf(row);
        if (best === undefined || isBetter(time, best.time)) best = { value, time };
      },
      result: () => best?.value,
    };
  };
}

function timeOf(row: Row): number {
  const time = row.get('@timestamp');
  return time instanceof Timestamp ? time.ms : 0;
}
