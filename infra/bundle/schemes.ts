import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';
import { methodsOf } from '../../function/delivery/signature/labels.ts';
import type { Scheme } from '../../function/sources/scheme.ts';
import { schemes } from '../../function/sources/schemes.ts';

const folder = join(import.meta.dirname, '../../function');

interface Part {
  readonly file: string;
  readonly isFor: (scheme: Scheme) => boolean;
  /** What stands in for it. Function declarations, because esbuild leaves out the calls of empty ones. */
  readonly else: string;
}

/** Parts of function/ that some schemes alone need. */
const parts: readonly Part[] = [
  {
    file: 'delivery/signature/public-keys.ts',
    isFor: (scheme) => methodsOf(scheme.signature.made).some(({ algorithm }) => 'curve' in algorithm),
    else: 'export function publicKeyOf() {}',
  },
  {
    file: 'delivery/signature/keys.ts',
    isFor: ({ signature: { made } }) =>
      methodsOf(made).some(({ key, prefix }) => key !== 'utf8' || prefix !== undefined),
    else: 'export function keyOf(method, secret) { return secret || undefined } export function keyProblem() {}',
  },
  {
    file: 'delivery/signature/signed-time.ts',
    isFor: ({ timestamp }) => timestamp !== undefined && !('body' in timestamp.from),
    else: 'export function signedTime() {}',
  },
  {
    file: 'delivery/signature/labels.ts',
    isFor: ({ signature: { made } }) => 'labels' in made,
    else: 'export function madeBy(method, text) { return { method, text } } export function methodsOf(method) { return [method] }',
  },
  {
    file: 'delivery/signature/pieces.ts',
    isFor: ({ signature, signed }) =>
      signature.field !== undefined || signed.some((piece) => typeof piece === 'object' && !('text' in piece)),
    else: 'export function pieceOf({ text }) { return text } export function bodyField() {}',
  },
  {
    file: 'delivery/signature/other-methods.ts',
    isFor: (scheme) =>
      methodsOf(scheme.signature.made).some(({ algorithm }) => 'curve' in algorithm || 'token' in algorithm),
    else: 'export function fits() {}',
  },
  {
    file: 'delivery/forms.ts',
    isFor: ({ takesForms }) => takesForms === true,
    else: 'export function isForm() {} export function jsonOfForm() {}',
  },
  {
    file: 'delivery/handshakes.ts',
    isFor: ({ handshakes, subscription }) => handshakes !== undefined || subscription !== undefined,
    else: 'export function handshakeIn() {} export function subscriptionIn() {}',
  },
  {
    file: 'delivery/sender-id.ts',
    isFor: ({ id }) => id !== undefined,
    else: 'export function headerId() {} export function senderIdIn() {}',
  },
];

/** Leaves out the schemes that a stack does not use, and what is there for them alone. */
export function onlySchemes(used: readonly Scheme[]): Plugin {
  const unused = parts.filter(({ isFor }) => !used.some(isFor));
  const replaced = new Map(unused.map(({ file, else: contents }) => [join(folder, file), contents]));
  replaced.set(join(folder, 'sources/schemes.ts'), listOf(used));
  return {
    name: 'schemes',
    setup({ onLoad }) {
      onLoad({ filter: /\/function\/(sources|delivery)\// }, ({ path }) => {
        const contents = replaced.get(path);
        return contents === undefined ? undefined : { contents, resolveDir: dirname(path) };
      });
    },
  };
}

/** Whether it is one of function/sources/, whose names no other may have. */
export function isShipped({ name }: Scheme): boolean {
  return schemes.some((scheme) => scheme.name === name);
}

/**
 * function/sources/schemes.ts as it would be with these alone. One that is shipped lies in a file of its name, under that
 * name in camel case; a stack's own is written out.
 */
function listOf(used: readonly Scheme[]): string {
  const imports = used.filter(isShipped).map(({ name }) => `import { ${inCamelCase(name)} } from './${name}.ts';`);
  const list = used.map((scheme) => (isShipped(scheme) ? inCamelCase(scheme.name) : JSON.stringify(scheme)));
  return `${imports.join('\n')}\nexport const schemes = [${list.join(', ')}];\n`;
}

function inCamelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
