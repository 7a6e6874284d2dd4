import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { AlarmWidget } from './alarm-widget.tsx';
import { unknownOf, type Widget } from './body.ts';
import { LogWidget } from './log-widget.tsx';
import { MetricWidget } from './metric-widget.tsx';
import { TextWidget } from './text-widget.tsx';

/** One widget at its place. It asks for its data while it is near what is seen of the page. */
export function WidgetFrame({ widget }: { readonly widget: Widget }) {
  const { type, x, y, width = 6, height = 6, properties } = widget;
  const frame = useRef<HTMLElement>(null);
  const isSeen = useSeen(frame);
  const [isTable, setTable] = useState(false);
  const heading = useId();
  const unknown = unknownOf(widget);
  const title = 'title' in properties ? properties.title : undefined;
  const hasTable = type === 'metric';
  return (
    <section
      ref={frame}
      class={`widget ${type} ${'background' in properties ? properties.background : ''}`}
      aria-labelledby={title === undefined ? undefined : heading}
      data-widget={type}
      style={{
        '--column': x === undefined ? 'auto' : String(x + 1),
        '--row': y === undefined ? 'auto' : String(y + 1),
        '--width': String(width),
        '--height': String(height),
      }}
    >
      {title !== undefined && (
        <header>
          <h2 id={heading}>{title}</h2>
          {hasTable && (
            <button type="button" class="quiet" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
              Table<span class="unseen"> of {title}</span>
            </button>
          )}
        </header>
      )}
      {unknown.length > 0 && (
        <p class="state failed" data-unknown={unknown.join(', ')}>
          The console does not know {unknown.join(', ')}.
        </p>
      )}
      {type === 'metric' && <MetricWidget properties={widget.properties} isSeen={isSeen} isTable={isTable} />}
      {type === 'log' && <LogWidget properties={widget.properties} isSeen={isSeen} />}
      {type === 'alarm' && <AlarmWidget properties={widget.properties} isSeen={isSeen} />}
      {type === 'text' && <TextWidget properties={widget.properties} />}
    </section>
  );
}

function useSeen(element: { readonly current: HTMLElement | null }): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting ?? false), {
      rootMargin: '300px',
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return isSeen;
}
