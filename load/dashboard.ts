import { z } from 'zod';

/** What GetMetricData is asked for one graph. */
type Queries = readonly object[];

const drawing = z.object({
  id: z.string().optional(),
  expression: z.string().optional(),
  stat: z.string().optional(),
  visible: z.boolean().optional(),
});

const graph = z.object({
  metrics: z.array(z.array(z.union([z.string(), drawing]))),
  period: z.number().default(300),
  stat: z.string().default('Average'),
});

const body = z.object({ widgets: z.array(z.object({ type: z.string(), properties: z.unknown() })) });

/** What is asked for every graph of a dashboard. */
export function queriesOf(dashboardBody: string): readonly Queries[] {
  const { widgets } = body.parse(JSON.parse(dashboardBody));
  return widgets.filter(({ type }) => type === 'metric').map(({ properties }) => queries(graph.parse(properties)));
}

function queries({ metrics, period: Period, stat }: z.output<typeof graph>): Queries {
  return metrics.map((row, index) => {
    const names = row.filter((part) => typeof part === 'string');
    const { id = `row${index}`, visible = true, ...drawn } = row.find((part) => typeof part === 'object') ?? {};
    const asked = { Id: id, ReturnData: visible };
    if (drawn.expression !== undefined) return { ...asked, Expression: drawn.expression, Period };
    const [Namespace, MetricName, ...dimensions] = names;
    const Dimensions = dimensions.flatMap((Name, at) => (at % 2 === 0 ? [{ Name, Value: dimensions[at + 1] }] : []));
    return {
      ...asked,
      MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period, Stat: drawn.stat ?? stat },
    };
  });
}
