import type { Drill } from '../drill.ts';
import { injecting, publishing } from '../injections/aws-faults.ts';

/**
 * So many deliveries at once, and no others. They meet, because publication takes a while. In the middle of each minute:
 * at its beginning those of two minutes might be counted in one.
 */
export function atOnce(count: number): Drill['begin'] {
  return (stage) => {
    const { load } = stage;
    const { rate } = load;
    load.rate = 0;
    const end = injecting(publishing({ kind: 'slow', milliseconds: 300 }))(stage);
    let isOver = false;
    const burst = async () => {
      await stage.minutes(0.5);
      if (!isOver) await load.burst(count);
    };
    // Ctrl-C ends the wait.
    const stop = stage.every(1, () => void burst().catch(() => {}));
    return async () => {
      isOver = true;
      await stop();
      await end();
      load.rate = rate;
    };
  };
}
