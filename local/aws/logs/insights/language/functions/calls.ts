import type { Expression } from '../expression.ts';
import type { Scanner } from '../scanner.ts';
import { Timestamp } from '../values.ts';
import { functions } from './functions.ts';
import { type Period, periodOf } from './periods.ts';

const ofPeriods = ['bin', 'datefloor', 'dateceil'];

export function isFunction(name: string): boolean {
  return ofPeriods.includes(name.toLowerCase()) || Object.hasOwn(functions, name.toLowerCase());
}

/** `(…)`, each of the arguments read by `read`; `*` is everything, as is nothing at all. */
export function argumentsOf(scanner: Scanner, read: () => Expression): readonly Expression[] {
  scanner.expect('(');
  if (scanner.takes('*') || scanner.is(')')) {
    scanner.expect(')');
    return [];
  }
  const given: Expression[] = [];
  do given.push(read());
  while (scanner.takes(','));
  scanner.expect(')');
  return given;
}

/** A call whose name has been read. @throws AwsError when it has more or fewer arguments than the function takes */
export function called(
  scanner: Scanner,
  name: string,
  at: number,
  read: () => Expression,
  fields: Set<string>,
): Expression {
  if (ofPeriods.includes(name.toLowerCase())) return ofPeriod(scanner, name.toLowerCase(), read, fields);
  const definition = functions[name.toLowerCase()];
  const given = argumentsOf(scanner, read);
  const [least, most] = definition?.arguments ?? [0, 0];
  if (definition === undefined || given.length < least || given.length > most) {
    const takes = most === Infinity ? `${least} or more` : [...new Set([least, most])].join(' or ');
    throw scanner.wrong(at, `${name} takes ${takes} ${takes === '1' ? 'argument' : 'arguments'}`);
  }
  return (row) => definition.evaluate(...given.map((argument) => argument(row)));
}

/** `bin(5m)` of the event's own time, `datefloor(time, 5m)` and `dateceil(time, 5m)` of another. */
function ofPeriod(scanner: Scanner, name: string, read: () => Expression, fields: Set<string>): Expression {
  scanner.expect('(');
  let time: Expression = (row) => row.get('@timestamp');
  if (name === 'bin') fields.add('@timestamp');
  else {
    time = read();
    scanner.expect(',');
  }
  const period = takePeriod(scanner);
  scanner.expect(')');
  const round = name === 'dateceil' ? period.ceil : period.floor;
  return (row) => {
    const value = time(row);
    return value instanceof Timestamp ? new Timestamp(round(value.ms)) : undefined;
  };
}

function takePeriod(scanner: Scanner): Period {
  const period = periodOf(scanner.token.text);
  if (period === undefined) throw scanner.unexpected('a period like 5m');
  scanner.take();
  return period;
}
