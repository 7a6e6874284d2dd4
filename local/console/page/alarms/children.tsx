import { useLive } from '../live.tsx';
import { useLoaded } from '../loaded.ts';
import { hrefOf } from '../route.ts';
import { shortName } from '../run.ts';
import { State } from '../state.tsx';
import { type Alarm, childrenOf } from './alarm.ts';
import { Badge } from './badge.tsx';

/** The alarms that a composite one is made of, with the state each is in. */
export function Children({ name, all }: { readonly name: string; readonly all: readonly Alarm[] }) {
  const { route } = useLive();
  const loaded = useLoaded(() => childrenOf(name), { keys: [name] });
  if (loaded.state !== 'loaded') return <State of={loaded} />;
  const children = all.filter((alarm) => loaded.value.includes(alarm.name));
  return (
    <ul class="alarm-states" aria-label="The alarms that it is made of">
      {children.map((child) => (
        <li key={child.name} data-child={child.name}>
          <a href={hrefOf(['alarms', child.name], { range: route.query.range })}>
            <Badge state={child.state} /> {shortName(child.name)}
          </a>
        </li>
      ))}
    </ul>
  );
}
