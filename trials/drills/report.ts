import type { MutationOutcome } from './mutation/report.ts';
import type { DrillResult } from './run/run.ts';

/** The results for programs. Minutes are of the alarms' clock, from the beginning of the fault. */
export function report(results: readonly DrillResult[], outcomes: readonly MutationOutcome[]): object {
  return {
    drills: results.map(({ drill, happened, problems }) => ({
      name: drill.name,
      fault: drill.what,
      expected: {
        alarms: Object.entries(drill.rings).map(([alarm, within]) => ({ alarm, withinMinutes: within })),
        mayAlsoRing: drill.mayRing ?? [],
        message: drill.tells ? { ...message(drill.tells), withinMinutes: drill.tells.within } : null,
        quietWithinMinutes: drill.clears,
      },
      fired: Object.entries(happened.rang).map(([alarm, at]) => ({ alarm, afterMinutes: rounded(at) })),
      messages: happened.messages.map((one) => ({ ...message(one), afterMinutes: rounded(one.at) })),
      quietAfterMinutes: happened.clearedAfter === undefined ? null : rounded(happened.clearedAfter),
      passed: problems.length === 0,
      problems,
    })),
    changedAlarms: outcomes,
  };
}

function message({ topic, alarm }: { readonly topic: string; readonly alarm: string }) {
  return { topic, alarm };
}

function rounded(minutes: number): number {
  return Math.round(minutes * 10) / 10;
}
