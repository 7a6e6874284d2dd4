import { useEffect, useRef, useState } from 'preact/hooks';

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'loaded'; readonly value: T }
  | { readonly state: 'failed'; readonly reason: string };

interface When {
  /** Loads anew when one of them changes: what the person chose. */
  readonly keys: readonly unknown[];
  /** The time shown. When it moves on, what is loaded is loaded anew, unless that takes too much of the run's time. */
  readonly now?: number;
  readonly isWanted?: boolean;
}

/**
 * Keeps showing the former value until the new one is there. While a load is under way a further one waits for its end,
 * so that a slow answer is never overtaken by its own repetition.
 */
export function useLoaded<T>(load: () => Promise<T>, { keys, now, isWanted = true }: When): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  const latest = useRef(load);
  latest.current = load;
  const work = useRef(newWork());

  useEffect(() => {
    const mounted = newWork();
    work.current = mounted;
    return () => {
      mounted.isGone = true;
    };
  }, []);

  useEffect(() => {
    if (isWanted) void follow(work.current, latest, setLoaded);
  }, [...keys, isWanted]);

  useEffect(() => {
    const { isBusy, restUntil } = work.current;
    if (isWanted && !isBusy && performance.now() >= restUntil) void follow(work.current, latest, setLoaded);
  }, [now]);

  return loaded;
}

interface Work {
  isBusy: boolean;
  isAsked: boolean;
  isGone: boolean;
  restUntil: number;
}

function newWork(): Work {
  return { isBusy: false, isAsked: false, isGone: false, restUntil: 0 };
}

/** The page shares the run's one process with what it shows: of ten seconds a part of it takes one at most. */
const restPerWork = 9;

async function follow<T>(work: Work, latest: { current: () => Promise<T> }, show: (loaded: Loaded<T>) => void) {
  work.isAsked = true;
  if (work.isBusy) return;
  work.isBusy = true;
  while (work.isAsked && !work.isGone) {
    work.isAsked = false;
    const began = performance.now();
    const loaded = await outcome(latest.current());
    const ended = performance.now();
    work.restUntil = ended + (ended - began) * restPerWork;
    if (!work.isGone) show(loaded);
  }
  work.isBusy = false;
}

async function outcome<T>(loading: Promise<T>): Promise<Loaded<T>> {
  try {
    return { state: 'loaded', value: await loading };
  } catch (error) {
    return { state: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}
