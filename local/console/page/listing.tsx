import type { ComponentChildren } from 'preact';
import type { Loaded } from './loaded.ts';
import { State } from './state.tsx';

interface ListingProps<Item> {
  readonly of: Loaded<readonly Item[]>;
  /** What the table lists, and in which order, for who cannot see it. */
  readonly label: string;
  /** Shown when there are no items. */
  readonly empty: ComponentChildren;
  /** The `th` elements. */
  readonly head: ComponentChildren;
  readonly row: (item: Item) => ComponentChildren;
}

/** A table of what is loaded, a row for each item, or why there is none to see. */
export function Listing<Item>({ of, label, empty, head, row }: ListingProps<Item>) {
  if (of.state !== 'loaded') return <State of={of} />;
  if (of.value.length === 0) return <State of="empty">{empty}</State>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section class="scroll listing" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>{head}</tr>
        </thead>
        <tbody>{of.value.map(row)}</tbody>
      </table>
    </section>
  );
}
