import { AsyncLocalStorage } from 'node:async_hooks';

/*
 * Stands in for `cls-hooked/context` under the X-Ray SDK, with what that SDK calls on Lambda. Node's own storage follows
 * promises without a hook that runs for each of them.
 */

type Context = Record<string, unknown>;

class Namespace {
  readonly #storage = new AsyncLocalStorage<Context>();
  /** What was entered outside any run: on Lambda the segment of the platform, for the life of the process. */
  #root: Context | undefined;

  get(key: string): unknown {
    return this.#active()?.[key];
  }

  set(key: string, value: unknown): unknown {
    const active = this.#active();
    if (!active) throw new Error('No context available. ns.run() or ns.bind() must be called first.');
    active[key] = value;
    return value;
  }

  /** Sees the values of the context around it, as its prototype. */
  createContext(): Context {
    return Object.create(this.#active() ?? null);
  }

  enter(context: Context): void {
    this.#root = context;
  }

  run(work: (context: Context) => void): Context {
    const context = this.createContext();
    this.#storage.run(context, work, context);
    return context;
  }

  #active(): Context | undefined {
    return this.#storage.getStore() ?? this.#root;
  }
}

const namespaces = new Map<string, Namespace>();

export function getNamespace(name: string): Namespace | undefined {
  return namespaces.get(name);
}

export function createNamespace(name: string): Namespace {
  const namespace = new Namespace();
  namespaces.set(name, namespace);
  return namespace;
}
