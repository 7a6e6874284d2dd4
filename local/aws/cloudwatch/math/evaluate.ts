import { notLocal, validationError } from '../errors.ts';
import type { Expression, Operator } from './expression.ts';
import { fill, fillerOf } from './fill.ts';
import { type ExpressionContext, functions } from './functions.ts';
import { combine, isArray, isScalar, type TimeSeries, type Value } from './values.ts';

export interface Scope extends ExpressionContext {
  /** The metric or expression of that id. Throws when there is none. */
  readonly resolve: (id: string) => Value;
  /** Of the metrics of the request, without the expressions. */
  readonly metricIds: readonly string[];
}

/** Throws CloudWatch's ValidationException where a function is not carried out here, or not on such values. */
export function evaluate(expression: Expression, scope: Scope): Value {
  const inner = (part: Expression) => evaluate(part, scope);
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'reference':
      return scope.resolve(expression.id);
    case 'list':
      return expression.items.flatMap((item) => seriesOf(inner(item)));
    case 'negation':
      return combine(0, inner(expression.operand), (zero, value) => zero - value);
    case 'operation':
      return combine(inner(expression.left), inner(expression.right), operators[expression.operator]);
    case 'call':
      return call(expression, scope);
    case 'text':
      throw validationError(`"${expression.value}" is not expected there.`);
    case 'keyword':
      throw validationError(`${expression.name} is neither a function nor the id of a metric.`);
  }
}

const operators: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  '<=': (left, right) => Number(left <= right),
  '>=': (left, right) => Number(left >= right),
  '<': (left, right) => Number(left < right),
  '>': (left, right) => Number(left > right),
  '&&': (left, right) => Number(left !== 0 && right !== 0),
  '||': (left, right) => Number(left !== 0 || right !== 0),
};

function call({ name, parameters }: Expression & { readonly kind: 'call' }, scope: Scope): Value {
  const inner = (part: Expression) => evaluate(part, scope);
  switch (name) {
    case 'METRICS':
      return metricsNamed(parameters, scope);
    case 'PERIOD':
      return periodOf(parameters, scope);
    case 'FILL': {
      const [filled, filler, ...more] = parameters;
      if (!filled || !filler || more.length > 0) throw validationError('FILL takes two parameters.');
      return fill(inner(filled), fillerOf(filler, inner));
    }
  }
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (known) return known(parameters.map(inner), scope);
  const names = [...Object.keys(functions), 'FILL', 'METRICS', 'PERIOD'].sort().join(', ');
  throw notLocal(`the function ${name}; it does ${names}`);
}

/** All metrics of the request, or those whose id contains the text. */
function metricsNamed(parameters: readonly Expression[], { metricIds, resolve }: Scope): Value {
  const [part, ...more] = parameters;
  if (more.length > 0 || (part && part.kind !== 'text')) throw validationError('METRICS takes one text, or nothing.');
  return metricIds.filter((id) => id.includes(part?.value ?? '')).flatMap((id) => seriesOf(resolve(id)));
}

function periodOf(parameters: readonly Expression[], scope: Scope): number {
  const [metric, ...more] = parameters;
  if (metric?.kind === 'reference' && scope.metricIds.includes(metric.id) && more.length === 0)
    return scope.periodSeconds;
  throw validationError('PERIOD takes the id of a metric, and not the result of an expression.');
}

function seriesOf(value: Value): readonly TimeSeries[] {
  if (isScalar(value)) throw validationError('An array holds time series, and not numbers.');
  return isArray(value) ? value : [value];
}
