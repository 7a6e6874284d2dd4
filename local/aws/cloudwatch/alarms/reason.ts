import { clockTime, isoTime } from './times.ts';
import { type AlarmCondition, breaches, comparisons, type State, type Verdict } from './verdict.ts';

/** The sentence that CloudWatch gives with a state. */
export function stateReason({ state, evaluated, filled }: Verdict, rule: AlarmCondition, former: State): string {
  const missing = `${counted(filled, 'missing datapoint')} treated as [${rule.treatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching'}]`;
  if (evaluated.length === 0) {
    if (rule.treatMissingData === 'breaching' || rule.treatMissingData === 'notBreaching') {
      return `Threshold Crossed: no datapoints were received for ${filled} ${filled === 1 ? 'period' : 'periods'} and ${missing}.`;
    }
    return `Insufficient Data: ${counted(filled, 'datapoint')} unknown.`;
  }
  const counting = evaluated.filter(({ value }) => breaches(value, rule) === (state === 'ALARM'));
  const listed = counting.map(({ value, at }) => `${decimal(value)} (${clockTime(at)})`).join(', ');
  const verb = counting.length === 1 ? 'was' : 'were';
  const not = state === 'ALARM' ? '' : ' not';
  const minimum = state === 'ALARM' ? rule.datapointsToAlarm : rule.evaluationPeriods - rule.datapointsToAlarm + 1;
  return (
    `Threshold Crossed: ${counting.length} out of the last ${evaluated.length} datapoints [${listed}] ${verb}${not} ` +
    `${comparisons[rule.comparison].words} the threshold (${decimal(rule.threshold)})` +
    `${rule.treatMissingData !== 'missing' && rule.treatMissingData !== 'ignore' && filled > 0 ? ` and ${missing}` : ''} ` +
    `(minimum ${minimum} ${minimum === 1 ? 'datapoint' : 'datapoints'} for ${former} -> ${state} transition).`
  );
}

/** The same for programs, as JSON text. */
export function stateReasonData(verdict: Verdict, rule: AlarmCondition, periodSeconds: number, now: number): string {
  const times = verdict.evaluated.map(({ at }) => at);
  return JSON.stringify({
    version: '1.0',
    queryDate: isoTime(now),
    ...(times.length > 0 && { startDate: isoTime(times.reduce((a, b) => Math.min(a, b))) }),
    period: periodSeconds,
    recentDatapoints: verdict.evaluated.map(({ value }) => value).toReversed(),
    threshold: rule.threshold,
    evaluatedDatapoints: verdict.evaluated.map(({ at, value }) => ({ timestamp: isoTime(at), value })),
  });
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what} was` : `${count} ${what}s were`;
}

/** CloudWatch writes 5 as 5.0. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}
