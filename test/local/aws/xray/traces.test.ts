import assert from 'node:assert/strict';
import { BatchGetTracesCommand, InvalidRequestException } from '@aws-sdk/client-xray';
import { type LocalXray, segment, segmentId, shape, start, startXray, traceId } from './local-xray.ts';

describe('traces', () => {
  let aws: LocalXray;
  beforeEach(async () => {
    aws = await startXray();
  });
  afterEach(() => aws.close());

  it('give back their segments as documents', async () => {
    const document = segment({ metadata: { default: { any: [1, 'thing'] } } });
    await aws.put(document);
    const { Traces } = await aws.client.send(new BatchGetTracesCommand({ TraceIds: [traceId(1), traceId(2)] }));
    assert.deepEqual(
      Traces?.map(({ Segments = [], ...trace }) => ({
        ...trace,
        Segments: Segments.map(({ Id, Document = '' }) => ({ Id, Document: JSON.parse(Document) })),
      })),
      [
        {
          Id: traceId(1),
          Duration: 1,
          LimitExceeded: false,
          Segments: [{ Id: segmentId(1), Document: document }],
        },
      ],
    );
  });

  it('put subsegments that came by themselves where they belong, in whatever order they come', async () => {
    const apart = (id: number, parent: number, name: string) =>
      segment({ id: segmentId(id), parent_id: segmentId(parent), name, type: 'subsegment' });
    await aws.put(apart(4, 3, 'grandchild'), apart(3, 2, 'child'));
    assert.deepEqual((await aws.summaries()).TraceSummaries, []);

    await aws.put(segment({ subsegments: [{ ...segment({ id: segmentId(2) }), name: 'embedded' }] }));
    const [joined] = await aws.segments(traceId(1));
    assert.ok(joined);
    assert.equal(shape(joined), 'front [embedded [child [grandchild]]]');
    const [child] = joined.subsegments?.[0]?.subsegments ?? [];
    assert.deepEqual(Object.keys(child ?? {}).toSorted(), ['end_time', 'id', 'name', 'start_time', 'subsegments']);
  });

  it('come to an end where documents name each other as parents', async () => {
    const circle = { ...segment({ id: segmentId(1) }), name: 'again' };
    await aws.put(
      segment(),
      segment({ id: segmentId(2), parent_id: segmentId(1), type: 'subsegment', subsegments: [circle] }),
    );
    const [joined] = await aws.segments(traceId(1));
    assert.ok(joined);
    assert.equal(shape(joined), 'front [front [again]]');
  });

  it('replace a segment in progress by the whole of it', async () => {
    await aws.put(segment({ end_time: undefined, in_progress: true }));
    const [partial] = (await aws.summaries()).TraceSummaries ?? [];
    assert.equal(partial?.IsPartial, true);
    assert.equal(partial?.Duration, undefined);
    await aws.put(segment());
    const [whole] = (await aws.summaries()).TraceSummaries ?? [];
    assert.deepEqual([whole?.IsPartial, whole?.Duration, whole?.Revision], [false, 1, 2]);
  });

  it('refuse what is no segment, and take the rest', async () => {
    const { UnprocessedTraceSegments } = await aws.put(
      'nothing',
      segment({ trace_id: '1-2-3' }),
      segment({ type: 'subsegment' }),
      segment({ name: 'x'.repeat(70_000) }),
      segment(),
    );
    assert.deepEqual(
      UnprocessedTraceSegments?.map(({ Id, ErrorCode }) => [Id, ErrorCode]),
      [
        [undefined, 'ParseError'],
        [segmentId(1), 'InvalidSegment'],
        [segmentId(1), 'InvalidSegment'],
        [undefined, 'InvalidSegment'],
      ],
    );
    assert.match(UnprocessedTraceSegments?.[1]?.Message ?? '', /trace_id/);
    assert.match(UnprocessedTraceSegments?.[2]?.Message ?? '', /parent_id/);
    assert.equal((await aws.segments(traceId(1))).length, 1);
  });

  it('are asked for five at a time', async () => {
    const six = new BatchGetTracesCommand({ TraceIds: [1, 2, 3, 4, 5, 6].map(traceId) });
    await assert.rejects(aws.client.send(six), InvalidRequestException);
  });

  it('stop growing at 500 kB, and say so', async () => {
    const large = (id: number) => segment({ id: segmentId(id), metadata: { default: 'x'.repeat(60_000) } });
    await aws.put(...Array.from({ length: 9 }, (_, id) => large(id + 1)));
    const { Traces } = await aws.client.send(new BatchGetTracesCommand({ TraceIds: [traceId(1)] }));
    assert.equal(Traces?.[0]?.LimitExceeded, true);
    assert.equal(Traces?.[0]?.Segments?.length, 8);
  });

  it('make room for new ones', async () => {
    await aws.close();
    aws = await startXray({ maximumBytes: 10 * JSON.stringify(segment()).length });
    for (let n = 0; n < 100; n += 1) await aws.put(segment({ trace_id: traceId(n) }));
    const { TraceSummaries = [] } = await aws.summaries();
    assert.deepEqual(
      TraceSummaries.map(({ Id }) => Id).toSorted(),
      Array.from({ length: 10 }, (_, n) => traceId(90 + n)),
    );
  });
});

describe('trace summaries', () => {
  let aws: LocalXray;
  before(async () => {
    aws = await startXray();
    await aws.put(
      segment({
        aws: { account_id: '123456789012' },
        origin: 'AWS::Lambda',
        resource_arn: 'arn:aws:lambda:eu-west-1:123456789012:function:front',
        http: { request: { url: 'http://x/', method: 'POST' }, response: { status: 200 } },
        user: 'jo',
        parent_id: 'ffffffffffffffff',
      }),
      segment({
        id: segmentId(2),
        parent_id: segmentId(1),
        name: 'back',
        start_time: start + 0.5,
        end_time: start + 1.5,
        throttle: true,
        fault: true,
        subsegments: [
          {
            ...{ id: segmentId(3), name: 'inner', start_time: start + 0.6, end_time: start + 0.7 },
            annotations: { outcome: 'published', cold: true, bytes: 7 },
          },
        ],
      }),
    );
  });
  after(() => aws.close());

  it('say what the documented fields say', async () => {
    const { TraceSummaries, TracesProcessedCount, ApproximateTime } = await aws.summaries();
    const front = { Name: 'front', Names: ['front'], AccountId: '123456789012', Type: 'AWS::Lambda' };
    const back = { Name: 'back', Names: ['back'] };
    const annotated = (AnnotationValue: object) => [{ AnnotationValue, ServiceIds: [back] }];
    assert.deepEqual(TraceSummaries, [
      {
        Id: traceId(1),
        StartTime: new Date(start * 1000),
        Duration: 1.5,
        ResponseTime: 1,
        HasFault: false,
        HasError: false,
        HasThrottle: true,
        IsPartial: false,
        Http: { HttpURL: 'http://x/', HttpStatus: 200, HttpMethod: 'POST' },
        Annotations: {
          outcome: annotated({ StringValue: 'published' }),
          cold: annotated({ BooleanValue: true }),
          bytes: annotated({ NumberValue: 7 }),
        },
        Users: [{ UserName: 'jo', ServiceIds: [front] }],
        ServiceIds: [front, back],
        ResourceARNs: [{ ARN: 'arn:aws:lambda:eu-west-1:123456789012:function:front' }],
        InstanceIds: [],
        AvailabilityZones: [],
        EntryPoint: front,
        Revision: 2,
      },
    ]);
    assert.deepEqual([TracesProcessedCount, ApproximateTime], [1, new Date(start * 1000)]);
  });

  it('are found by the time of their start, of their last change, or of a segment’s end', async () => {
    const at = (seconds: number, TimeRangeType: 'TraceId' | 'Event' | 'Service') =>
      aws.summaries({ StartTime: new Date(seconds * 1000), EndTime: new Date((seconds + 0.2) * 1000), TimeRangeType });
    for (const [time, type, count] of [
      [start - 0.1, 'TraceId', 1],
      [start + 1.4, 'TraceId', 0],
      [start + 1.4, 'Service', 1],
      [start + 0.9, 'Service', 1],
      [start + 0.5, 'Service', 0],
      [start - 0.1, 'Event', 1],
      [start + 0.5, 'Event', 0],
    ] as const) {
      assert.equal((await at(time, type)).TraceSummaries?.length, count, `${type} at ${time - start}`);
    }
  });

  it('come in pages, the newest first', async () => {
    const many = await startXray();
    const documents = Array.from({ length: 250 }, (_, n) =>
      segment({ trace_id: traceId(n), start_time: start + Math.floor(n / 2), end_time: start + n }),
    );
    await many.put(...documents);
    const ids: (string | undefined)[] = [];
    const sizes: number[] = [];
    for (let NextToken: string | undefined; ; ) {
      const page = await many.summaries({ NextToken });
      ids.push(...(page.TraceSummaries ?? []).map(({ Id }) => Id));
      sizes.push(page.TraceSummaries?.length ?? 0);
      NextToken = page.NextToken;
      if (NextToken === undefined) break;
    }
    await assert.rejects(many.summaries({ NextToken: 'nonsense' }), InvalidRequestException);
    await many.close();
    assert.deepEqual(sizes, [100, 100, 50]);
    assert.equal(new Set(ids).size, 250);
    assert.deepEqual(ids.slice(0, 3), [traceId(248), traceId(249), traceId(246)]);
  });

  it('refuse a range that ends before it begins', async () => {
    const backwards = aws.summaries({ StartTime: new Date(2000), EndTime: new Date(1000) });
    await assert.rejects(backwards, InvalidRequestException);
  });
});
