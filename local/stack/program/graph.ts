/** What the program registered, as the engine saw it. */
export interface Graph {
  readonly resources: readonly Resource[];
  /** The stack's outputs. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface Resource {
  readonly urn: string;
  /** The type token, e.g. `aws:sqs/queue:Queue`. */
  readonly type: string;
  /** The name in the program; the physical name is among the inputs. */
  readonly name: string;
  /** False for components, which exist in the program only. */
  readonly custom: boolean;
  /** URN of the parent, empty for the stack itself. */
  readonly parent: string;
  readonly id: string;
  /** Secrets unwrapped; `secretPaths` says where they stood. */
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** Dotted paths of the inputs that are secret: encrypted in state, masked in what the CLI prints. */
  readonly secretPaths: readonly string[];
  readonly protect: boolean;
  /** URNs of what must exist first, by reference or by `dependsOn`. */
  readonly dependencies: readonly string[];
  /** Names of the hooks that run after it was created. */
  readonly afterCreate: readonly string[];
  /** `urn::id` of the provider, empty for components. */
  readonly provider: string;
}

export type Properties = Readonly<Record<string, unknown>>;

/** All resources of a type. */
export function ofType(graph: Graph, type: string): readonly Resource[] {
  return graph.resources.filter((resource) => resource.type === type);
}

/** How Pulumi marks a value that is more than its JSON: sdk/go/common/resource/sig. */
const signatureKey = '4dabf18193072939515e22adb298388d';
const secretSignature = '1b47061264138c4ac30d75fd1eb44270';
const archiveSignature = '0def7320c3a5731c473e5ecbe6d01bc7';

/** Unwraps secrets, noting where they stood, and reduces a file archive to its path. */
export function decode(wire: Properties): { readonly properties: Properties; readonly secretPaths: readonly string[] } {
  const secretPaths: string[] = [];
  const properties = Object.fromEntries(
    Object.entries(wire).map(([key, value]) => [key, decodeValue(value, key, secretPaths)]),
  );
  return { properties, secretPaths };
}

function decodeValue(value: unknown, path: string, secretPaths: string[]): unknown {
  if (Array.isArray(value)) return value.map((item, index) => decodeValue(item, `${path}.${index}`, secretPaths));
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Properties;
  switch (fields[signatureKey]) {
    case undefined:
      return Object.fromEntries(
        Object.entries(fields).map(([key, field]) => [key, decodeValue(field, `${path}.${key}`, secretPaths)]),
      );
    case secretSignature:
      secretPaths.push(path);
      return decodeValue(fields.value, path, secretPaths);
    case archiveSignature:
      return fields.path;
    default:
      throw new Error(`${path} is a Pulumi value of a kind the local run does not read (${fields[signatureKey]})`);
  }
}
