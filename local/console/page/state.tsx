import type { ComponentChildren } from 'preact';
import type { Loaded } from './loaded.ts';

interface StateProps {
  readonly of: Loaded<unknown> | 'empty';
  readonly children?: ComponentChildren;
}

/** Why there is nothing to see: it is under way, it failed, or there is none yet. */
export function State({ of, children }: StateProps) {
  if (of === 'empty') {
    return (
      <p class="state" data-state="empty">
        {children}
      </p>
    );
  }
  if (of.state === 'failed') {
    return (
      <p class="state failed" role="alert" data-state="failed">
        {of.reason}
      </p>
    );
  }
  return (
    <p class="state" data-state="loading">
      Loading …
    </p>
  );
}
