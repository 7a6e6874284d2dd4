import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { parseRoute, type Route } from './route.ts';

/** What every view follows: where the person is, and the time up to which it shows. */
export interface Live {
  readonly route: Route;
  /** Milliseconds since the epoch. Moves on while the page is seen and not paused. */
  readonly now: number;
  readonly isPaused: boolean;
  readonly setPaused: (paused: boolean) => void;
  /** Moves on at once: after something was sent. */
  readonly refresh: () => void;
}

const everyMs = 4000;

const context = createContext<Live | undefined>(undefined);

export function useLive(): Live {
  const live = useContext(context);
  if (!live) throw new Error('useLive outside of LiveProvider');
  return live;
}

export function LiveProvider({ children }: { readonly children: ComponentChildren }) {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  const [now, setNow] = useState(Date.now);
  const [isPaused, setPaused] = useState(false);
  const refresh = () => setNow(Date.now());

  useEffect(() => {
    const follow = () => setRoute(parseRoute(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);

  useEffect(() => {
    if (isPaused) return;
    const tick = () => {
      if (document.visibilityState === 'visible') setNow(Date.now());
    };
    const timer = setInterval(tick, everyMs);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [isPaused]);

  return <context.Provider value={{ route, now, isPaused, setPaused, refresh }}>{children}</context.Provider>;
}
