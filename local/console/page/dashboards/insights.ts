import { aws } from '../aws.ts';

/** The rows that a Logs Insights query found, each by field. */
export interface InsightsResult {
  readonly fields: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly status: string;
}

interface QueryResults {
  readonly status: string;
  readonly results: readonly (readonly { readonly field: string; readonly value: string }[])[];
}

/** A dashboard names a query's log groups in the query itself: `SOURCE 'a' | SOURCE 'b' | fields …`. */
export function splitSources(text: string): { readonly groups: readonly string[]; readonly query: string } {
  const groups: string[] = [];
  let query = text.trim();
  for (;;) {
    const source = /^SOURCE\s+(['"`])(.*?)\1\s*\|\s*/is.exec(query);
    if (!source?.[2]) return { groups, query };
    groups.push(source[2]);
    query = query.slice(source[0].length);
  }
}

/** Runs a query to its end, as the CloudWatch console does: StartQuery, then GetQueryResults until it is complete. */
export async function insights(text: string, startTime: number, endTime: number): Promise<InsightsResult> {
  const { groups, query } = splitSources(text);
  const { queryId } = await aws<{ readonly queryId: string }>('logs', 'StartQuery', {
    logGroupNames: groups,
    queryString: query,
    startTime,
    endTime,
  });
  for (;;) {
    const { status, results } = await aws<QueryResults>('logs', 'GetQueryResults', { queryId });
    if (status === 'Complete') return table(status, results);
    if (status !== 'Scheduled' && status !== 'Running') throw new Error(`The query ended as ${status}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function table(status: string, results: QueryResults['results']): InsightsResult {
  const rows = results.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value])));
  // @ptr points to the whole record, for GetLogRecord; the CloudWatch console does not show it either.
  const fields = [...new Set(rows.flatMap(Object.keys))].filter((field) => field !== '@ptr');
  return { fields, rows, status };
}
