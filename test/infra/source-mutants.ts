import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './programs.ts';

/** The program with one resource taken out of it. */
export interface SourceMutant {
  /** Where the resource was, as `infra/bus/bus.ts:28 aws.cloudwatch.EventBus`. */
  readonly without: string;
  /** Relative to the project's root. */
  readonly file: string;
  readonly source: string;
}

/** One mutant for each `new aws.…(` of the program but the provider. */
export function sourceMutants(): readonly SourceMutant[] {
  return sources().flatMap((file) => {
    const source = readFileSync(join(root, file), 'utf8');
    const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
    return resources(parsed).map((made) => {
      const line = parsed.getLineAndCharacterOfPosition(made.getStart()).line + 1;
      return { without: `${file}:${line} ${made.expression.getText()}`, file, source: without(source, made) };
    });
  });
}

/** How often the program's text makes a resource, by a plain search that knows nothing of the parser's. */
export function resourcesInText(): number {
  const text = sources().map((file) => readFileSync(join(root, file), 'utf8'));
  return text.join('').match(/\bnew\s+aws\s*\.(?!Provider\b)/g)?.length ?? 0;
}

function sources(): readonly string[] {
  return readdirSync(join(root, 'infra'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `infra/${file}`)
    .sort();
}

function resources(node: ts.Node): readonly ts.NewExpression[] {
  const inner: ts.NewExpression[] = [];
  node.forEachChild((child) => {
    inner.push(...resources(child));
  });
  const made = ts.isNewExpression(node) && /^aws\.(?!Provider$)/.test(node.expression.getText());
  return made ? [node, ...inner] : inner;
}

function without(source: string, made: ts.NewExpression): string {
  const statement = ts.isExpressionStatement(made.parent);
  const { start, end } = statement
    ? { start: made.parent.getStart(), end: made.parent.end }
    : { start: made.getStart(), end: made.end };
  return `${source.slice(0, start)}${statement ? '' : 'standIn()'}${source.slice(end)}${statement ? '' : standIn}`;
}

/** Takes the place of a resource whose value is used: every property is known, nothing is registered. */
const standIn = `
import { output as standInOutput } from '@pulumi/pulumi';
function standIn(): any {
  const known = { __pulumiResource: true, __pulumiCustomResource: true, __pulumiType: 'stand-in' };
  return new Proxy(known, {
    get: (own, key) =>
      key in own ? Reflect.get(own, key)
      : typeof key === 'symbol' || key === 'then' || key.startsWith('__') ? undefined
      : standInOutput('stand-in'),
  });
}
`;
