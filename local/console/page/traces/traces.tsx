import { useLive } from '../live.tsx';
import { OneTrace } from './one-trace.tsx';
import { TraceList } from './trace-list.tsx';

export function TracesView() {
  const { route } = useLive();
  const [, id] = route.path;
  return id === undefined ? <TraceList /> : <OneTrace key={id} id={id} />;
}
