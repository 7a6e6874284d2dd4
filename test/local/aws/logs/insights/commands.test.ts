import assert from 'node:assert/strict';
import { type LocalLogs, start, startLogs } from '../local-logs.ts';
import { rows, value } from './asked.ts';

describe('Logs Insights commands', () => {
  let aws: LocalLogs;
  beforeEach(async () => {
    aws = await startLogs();
  });
  afterEach(() => aws.close());

  const log = (...lines: readonly object[]) => {
    lines.forEach((line, index) => {
      aws.write(JSON.stringify(line), start - (lines.length - index) * 1000);
    });
  };

  describe('fields and display', () => {
    it('show @timestamp and @message where a query names none, the newest first', async () => {
      aws.write('one', start - 2000);
      aws.write('two', start - 1000);
      assert.deepEqual(await rows(aws, 'filter @message like /./'), [
        { '@timestamp': '2026-07-10 11:59:59.000', '@message': 'two' },
        { '@timestamp': '2026-07-10 11:59:58.000', '@message': 'one' },
      ]);
    });

    it('show the fields of all fields commands, and of the last display alone', async () => {
      log({ a: 1, b: 'two', c: true });
      assert.deepEqual(await rows(aws, 'fields a | fields b'), [{ a: '1', b: 'two' }]);
      assert.deepEqual(await rows(aws, 'fields a | display b, c'), [{ b: 'two', c: '1' }]);
    });

    it('leave out what an event does not have', async () => {
      log({ a: 1 }, { b: null });
      assert.deepEqual(await rows(aws, 'fields a, b'), [{}, { a: '1' }]);
    });

    it('name a calculation by its text, or by its alias', async () => {
      log({ a: 3, b: 5 });
      assert.deepEqual(await rows(aws, 'fields a + b, abs(a - b) as distance | filter distance = 2'), [
        { 'a + b': '8', distance: '2' },
      ]);
    });

    it('know the system fields', async () => {
      aws.write('x', start - 5, 'the stream');
      const [row] = await rows(aws, 'fields @logStream, @log, @ingestionTime, @timestamp');
      assert.deepEqual(row, {
        '@logStream': 'the stream',
        '@log': '123456789012:/aws/lambda/ingress',
        '@ingestionTime': '2026-07-10 12:00:00.000',
        '@timestamp': '2026-07-10 11:59:59.995',
      });
    });

    it('discover nested JSON by dotted names, arrays by their indices and keys with dots', async () => {
      log({ record: { metrics: { billedDurationMs: 12 } }, stack: ['at x', 'at y'], 'a.b': { c: 7 }, 'odd-name': 1 });
      assert.deepEqual(
        await rows(aws, 'display record.metrics.billedDurationMs as billed, stack.1, a.b.c, `odd-name`, record'),
        [{ billed: '12', 'stack.1': 'at y', 'a.b.c': '7', 'odd-name': '1' }],
      );
    });

    it('discover the JSON that stands behind a text', async () => {
      aws.write('2026-07-10T12:00:00Z INFO {"outcome":"refused"}');
      assert.equal(await value(aws, 'display outcome'), 'refused');
    });
  });

  describe('filter', () => {
    const kept = async (condition: string) =>
      (await rows(aws, `filter ${condition} | sort n asc | display n`)).map(({ n }) => Number(n));

    beforeEach(() =>
      log(
        { n: 1, outcome: 'published', status: 200, cold: true },
        { n: 2, outcome: 'refused', status: 401, reason: 'stale', cold: false },
        { n: 3, outcome: 'failed', status: 503, reason: '', text: '12' },
      ),
    );

    const conditions: readonly [condition: string, kept: readonly number[]][] = [
      ['status >= 400', [2, 3]],
      ['status = 200 or status = 503', [1, 3]],
      ['status > 200 and status < 500', [2]],
      ['not status = 200', [2, 3]],
      ['not (status = 200 or status = 401)', [3]],
      ['outcome = "published"', [1]],
      ["outcome != 'published'", [2, 3]],
      ['outcome like "fus"', [2]],
      ['outcome like /^(pub|ref)/', [1, 2]],
      ['outcome =~ /(?i)PUBLISHED/', [1]],
      ['outcome not like /ed$/', []],
      ['outcome not like "e"', []],
      ['outcome in ["published", "failed"]', [1, 3]],
      ['outcome not in ["published", "failed"]', [2]],
      ['ispresent(reason)', [2, 3]],
      ['isempty(reason)', [1, 3]],
      ['not isempty(reason)', [2]],
      ['reason != "stale"', [3]],
      ['cold = 1', [1]],
      ['cold = true', [1]],
      ['cold = 0', [2]],
      ['text > 9', [3]],
      ['strcontains(outcome, "fail")', [3]],
      ['status / 100 = 2', [1]],
      ['status % 2 = 1 # what is odd\n', [2, 3]],
    ];
    for (const [condition, expected] of conditions) {
      it(`keeps ${JSON.stringify(expected)} of ${condition}`, async () => {
        assert.deepEqual(await kept(condition), expected);
      });
    }
  });

  describe('stats', () => {
    beforeEach(() =>
      log(
        { source: 'momento', ms: 10, status: 200 },
        { source: 'momento', ms: 20, status: 401 },
        { source: 'github', ms: 60, status: 200 },
        { source: 'momento', ms: 30, status: 200 },
        { other: 1 },
      ),
    );

    it('counts events, and events with a field', async () => {
      assert.deepEqual(await rows(aws, 'stats count(*), count(ms), count(nothing)'), [
        { 'count(*)': '5', 'count(ms)': '4', 'count(nothing)': '0' },
      ]);
    });

    it('aggregates each group, whose columns come first', async () => {
      const query =
        'filter ispresent(ms) | stats sum(ms) as total, avg(ms), min(ms), max(ms), count_distinct(status) by source | sort total';
      assert.deepEqual(await rows(aws, query), [
        {
          source: 'momento',
          total: '60',
          'avg(ms)': '20',
          'min(ms)': '10',
          'max(ms)': '30',
          'count_distinct(status)': '2',
        },
        {
          source: 'github',
          total: '60',
          'avg(ms)': '60',
          'min(ms)': '60',
          'max(ms)': '60',
          'count_distinct(status)': '1',
        },
      ]);
    });

    it('gives the value that so many per cent do not exceed', async () => {
      assert.equal(await value(aws, 'stats pct(ms, 50)'), '20');
      assert.equal(await value(aws, 'stats pct(ms, 99)'), '60');
    });

    it('gives the standard deviation', async () => {
      const [row] = await rows(aws, 'filter source = "momento" | stats stddev(ms) as s');
      assert.ok(Math.abs(Number(row?.s) - 8.16496580927726) < 1e-9);
    });

    it('gives the values of the earliest and the latest event that has one', async () => {
      assert.deepEqual(await rows(aws, 'stats earliest(ms) as first, latest(ms) as last'), [
        { first: '10', last: '30' },
      ]);
    });

    it('keeps a time a time', async () => {
      assert.equal(await value(aws, 'stats max(@timestamp)'), '2026-07-10 11:59:59.000');
    });

    it('calculates with what it aggregated', async () => {
      assert.equal(await value(aws, 'stats sum(status >= 400) * 100 / count(status) as refused'), '25');
    });

    it('groups by periods of time', async () => {
      aws.write('{"ms":1}', start - 600_000);
      assert.deepEqual(await rows(aws, 'filter ispresent(ms) | stats count(*) as n by bin(5m) | sort `bin(5m)` desc'), [
        { 'bin(5m)': '2026-07-10 11:55:00.000', n: '4' },
        { 'bin(5m)': '2026-07-10 11:50:00.000', n: '1' },
      ]);
    });

    it('aggregates what another stats gave', async () => {
      assert.equal(await value(aws, 'stats count(*) as n by source | stats max(n) as most'), '3');
    });

    it('filters groups', async () => {
      assert.deepEqual(await rows(aws, 'stats count(*) as n by source | filter n > 1'), [
        { source: 'momento', n: '3' },
      ]);
    });

    it('has no row where nothing matched', async () => {
      assert.deepEqual(await rows(aws, 'filter ms > 1000 | stats count(*)'), []);
    });
  });

  describe('sort and limit', () => {
    it('sorts by several keys', async () => {
      log({ a: 1, b: 'x' }, { a: 2, b: 'x' }, { a: 1, b: 'y' });
      assert.deepEqual(await rows(aws, 'sort a desc, b asc | display a, b'), [
        { a: '2', b: 'x' },
        { a: '1', b: 'x' },
        { a: '1', b: 'y' },
      ]);
    });

    it('puts text before numbers, and shorter numerals first', async () => {
      log(...['10', 'a12345hfh', '9', 'A9876fghj', '111A', '5A', '@'].map((v) => ({ v })));
      const sorted = (await rows(aws, 'sort v asc | display v')).map(({ v }) => v);
      assert.deepEqual(sorted, ['5A', '111A', '@', 'A9876fghj', 'a12345hfh', '9', '10']);
    });

    it('gives the first of the order', async () => {
      log({ a: 1 }, { a: 3 }, { a: 2 });
      assert.deepEqual(await rows(aws, 'sort a desc | limit 2 | display a'), [{ a: '3' }, { a: '2' }]);
      assert.deepEqual(await rows(aws, 'limit 1 | display a'), [{ a: '2' }]);
    });
  });

  describe('parse', () => {
    it('takes a text apart by a glob', async () => {
      aws.write('user=jo, method:GET, latency := 12');
      assert.deepEqual(
        await rows(
          aws,
          'parse @message "user=*, method:*, latency := *" as @user, @method, @latency | display @user, @method, @latency * 2',
        ),
        [{ '@user': 'jo', '@method': 'GET', '@latency * 2': '24' }],
      );
    });

    it('takes a text apart by the named groups of a regular expression', async () => {
      aws.write('eni-7 at 12 ms');
      assert.deepEqual(await rows(aws, 'fields @logStream | parse @message /(?<eni>eni-\\d+) at (?<ms>\\d+)/'), [
        { '@logStream': 'a', eni: 'eni-7', ms: '12' },
      ]);
    });

    it('leaves fields out where the text is of another form', async () => {
      aws.write('nothing of the kind');
      assert.deepEqual(await rows(aws, 'parse @message "[*]" as level | display level'), [{}]);
    });
  });

  it('dedup keeps the first of each combination and all without a value', async () => {
    log({ a: 1, n: 1 }, { a: 1, n: 2 }, { a: 2, n: 3 }, { n: 4 }, { n: 5 });
    assert.deepEqual(
      (await rows(aws, 'display n, a | sort n desc | dedup a')).map(({ n }) => n),
      ['5', '4', '3', '2'],
    );
  });
});
