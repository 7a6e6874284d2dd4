import { validationError } from '../../errors.ts';
import type { State } from '../verdict.ts';

/** What an alarm rule says, with the alarms it names by name or ARN as they are written. */
export type AlarmRule =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: State; readonly alarm: string }
  | { readonly kind: 'not'; readonly operand: AlarmRule }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly AlarmRule[] };

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
const maximumLength = 10_240;
const maximumElements = 500;
const maximumChildren = 100;

/**
 * Reads the rule of a composite alarm: ALARM(), OK() and INSUFFICIENT_DATA() of an alarm's name or ARN, with double
 * quotes or without, TRUE, FALSE, AND, OR, NOT and parentheses. AWS does not say which operator binds closer; it is NOT,
 * AND, OR, as everywhere. Throws CloudWatch's ValidationException for what PutCompositeAlarm refuses.
 */
export function parseAlarmRule(text: string): AlarmRule {
  if (text.length > maximumLength) throw malformed(`it has more than ${maximumLength} characters`);
  const tokens = tokensOf(text);
  // Child alarms, TRUE, FALSE and parentheses count.
  const elements = tokens.filter(({ kind }) => ['alarm', 'constant', '(', ')'].includes(kind));
  if (elements.length > maximumElements) throw malformed(`it has more than ${maximumElements} elements`);
  const reader = { tokens, at: 0 };
  const rule = either(reader);
  const left = reader.tokens[reader.at];
  if (left) throw malformed(`there is more after its end: ${left.text}`);
  if (childrenOf(rule).length > maximumChildren) throw malformed(`it names more than ${maximumChildren} alarms`);
  return rule;
}

/** The alarms that the rule names, each once. */
export function childrenOf(rule: AlarmRule): readonly string[] {
  return [...new Set(named(rule))];
}

export function holds(rule: AlarmRule, stateOf: (alarm: string) => State): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !holds(rule.operand, stateOf);
    case 'and':
      return rule.operands.every((operand) => holds(operand, stateOf));
    case 'or':
      return rule.operands.some((operand) => holds(operand, stateOf));
  }
}

function named(rule: AlarmRule): readonly string[] {
  switch (rule.kind) {
    case 'constant':
      return [];
    case 'state':
      return [rule.alarm];
    case 'not':
      return named(rule.operand);
    default:
      return rule.operands.flatMap(named);
  }
}

type Token = { readonly text: string } & (
  | { readonly kind: 'alarm'; readonly state: State; readonly alarm: string }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'AND' | 'OR' | 'NOT' | '(' | ')' }
);

/** A name without quotes ends at the parenthesis; one with quotes may have any character but those. */
const token =
  /\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|([^"()]*[^"()\s]))\s*\)|(TRUE|FALSE)\b|(AND|OR|NOT)\b|([()]))/iy;

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const { lastIndex } = token;
    const [all = '', state, quoted, plain, constant, operator, parenthesis] = token.exec(text) ?? [];
    if (all === '') throw malformed(`it cannot be read from here on: ${text.slice(lastIndex).trim().slice(0, 60)}`);
    const common = { text: all.trim() };
    // The expression lets no other words pass.
    if (state)
      tokens.push({ ...common, kind: 'alarm', state: state.toUpperCase() as State, alarm: quoted ?? plain ?? '' });
    else if (constant) tokens.push({ ...common, kind: 'constant', value: constant.toUpperCase() === 'TRUE' });
    else if (operator) tokens.push({ ...common, kind: operator.toUpperCase() as 'AND' | 'OR' | 'NOT' });
    else tokens.push({ ...common, kind: parenthesis as '(' | ')' });
  }
  return tokens;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

function either(reader: Reader): AlarmRule {
  return joined(reader, 'OR', () => joined(reader, 'AND', () => operandOf(reader)));
}

function joined(reader: Reader, operator: 'AND' | 'OR', next: () => AlarmRule): AlarmRule {
  const first = next();
  const operands = [first];
  while (reader.tokens[reader.at]?.kind === operator) {
    reader.at += 1;
    operands.push(next());
  }
  return operands.length === 1 ? first : { kind: operator === 'AND' ? 'and' : 'or', operands };
}

function operandOf(reader: Reader): AlarmRule {
  const found = reader.tokens[reader.at];
  reader.at += 1;
  switch (found?.kind) {
    case 'alarm':
      return { kind: 'state', state: found.state, alarm: found.alarm };
    case 'constant':
      return { kind: 'constant', value: found.value };
    case 'NOT':
      return { kind: 'not', operand: operandOf(reader) };
    case '(': {
      const inner = either(reader);
      if (reader.tokens[reader.at]?.kind !== ')') throw malformed('a parenthesis is not closed');
      reader.at += 1;
      return inner;
    }
    default:
      throw malformed(found ? `${found.text} stands where an alarm should` : 'it ends where an alarm should stand');
  }
}

function malformed(what: string) {
  return validationError(`AlarmRule is not valid: ${what}.`);
}
