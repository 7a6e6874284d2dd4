import assert from 'node:assert/strict';
import { GetGroupsCommand, InvalidRequestException } from '@aws-sdk/client-xray';
import type { XrayEntity } from '../../../../local/aws/xray/document.ts';
import { type LocalXray, segment, segmentId, start, startXray, traceId } from './local-xray.ts';

const group = {
  name: 'cold',
  arn: 'arn:aws:xray:eu-west-1:123456789012:group/cold/1',
  filterExpression: 'annotation.init = "on-demand"',
  insightsEnabled: false,
};

describe('filter expressions', () => {
  let aws: LocalXray;
  before(async () => {
    aws = await startXray({ groups: [group] });
    const inner = (annotations: XrayEntity['annotations']) => [
      { id: segmentId(2), name: 'inner', start_time: start, end_time: start, annotations },
    ];
    await aws.put(
      segment({
        trace_id: traceId(1),
        end_time: start + 0.5,
        origin: 'AWS::Lambda',
        http: { request: { url: 'http://api/momento', method: 'POST' }, response: { status: 200 } },
        subsegments: inner({ outcome: 'published', init: 'on-demand', cold: true, bytes: 100 }),
      }),
      segment({
        trace_id: traceId(2),
        end_time: start + 2,
        error: true,
        http: { response: { status: 429 } },
        throttle: true,
        subsegments: inner({ outcome: 'refused', cold: false, bytes: 2000 }),
      }),
      segment({
        trace_id: traceId(3),
        end_time: start + 6,
        fault: true,
        user: 'jo',
        cause: { exceptions: [{ id: segmentId(9), message: 'out of luck' }] },
      }),
      segment({ trace_id: traceId(3), id: segmentId(5), parent_id: segmentId(1), name: 'back', end_time: start + 9 }),
    );
  });
  after(() => aws.close());

  const expressions: readonly [expression: string, traces: readonly number[]][] = [
    ['', [1, 2, 3]],
    ['ok', [1]],
    ['!ok', [2, 3]],
    ['NOT ok', [2, 3]],
    ['error', [2]],
    ['fault = true', [3]],
    ['throttle = false', [1, 3]],
    ['ok OR fault', [1, 3]],
    ['error AND throttle', [2]],
    ['fault or error and throttle', [2, 3]],
    ['(fault OR error) AND NOT throttle', [3]],
    ['responsetime > 1', [2, 3]],
    ['responsetime >= 2 AND responsetime <= 5', [2]],
    ['duration > 8', [3]],
    ['http.status = 429', [2]],
    ['http.status != 200', [2]],
    ['http.url CONTAINS "momento"', [1]],
    ['http.url BEGINSWITH "http://api"', [1]],
    ['http.url ENDSWITH "momento"', [1]],
    ['http.method = "POST"', [1]],
    ['user', [3]],
    ['message CONTAINS "luck"', [3]],
    ['annotation.outcome = "refused"', [2]],
    ['annotation.outcome != "refused"', [1]],
    ['annotation.outcome', [1, 2]],
    ['annotation[outcome] BEGINSWITH "pub"', [1]],
    ['annotation.bytes > 100', [2]],
    ['annotation.bytes <= 100', [1]],
    ['annotation.cold = true', [1]],
    ['annotation.cold = false', [2]],
    ['annotation.cold = "true"', []],
    ["annotation.init = 'on-demand'", [1]],
    ['!annotation.init', [2, 3]],
    ['service("back")', [3]],
    ['service("front") { fault }', [3]],
    ['service("back") { fault }', []],
    ['service(id(name: "front", type: "AWS::Lambda"))', [1]],
    ['service() { annotation.outcome = "published" }', [1]],
    ['group.name = "cold"', [1]],
    [`group.arn = "${group.arn}" AND ok`, [1]],
  ];
  for (const [expression, traces] of expressions) {
    it(`${expression || 'nothing'} finds ${traces.join(', ') || 'none'}`, async () => {
      assert.deepEqual((await aws.found(expression)).toSorted(), traces.map(traceId));
    });
  }

  const refusals: readonly [expression: string, message: RegExp][] = [
    ['edge("a", "b")', /character 1: the local X-Ray does not carry out edge/],
    ['ok AND color = "red"', /character 8: color is no keyword/],
    ['responsetime > "long"', /character 16: expected a number, not "long"/],
    ['http.url > "a"', /character 10: > cannot compare with "a"/],
    ['responsetime', /expected an operator, not the end/],
    ['ok AND', /expected a keyword, not the end/],
    ['(ok', /expected \), not the end/],
    ['ok fault', /character 4: expected AND, OR or the end, not fault/],
    ['ok ? 1', /character 4: "\?" begins no keyword/],
    ['group.name = "nobody"', /there is no group "nobody"/],
    ['service(id(account: "1"))', /id\(\) takes name and type, not account/],
  ];
  for (const [expression, message] of refusals) {
    it(`refuses ${expression}`, async () => {
      await assert.rejects(aws.found(expression), (error: Error) => {
        assert.ok(error instanceof InvalidRequestException, `${error}`);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it('are those of groups, too', async () => {
    const listed = {
      GroupName: 'cold',
      GroupARN: group.arn,
      FilterExpression: group.filterExpression,
      InsightsConfiguration: { InsightsEnabled: false, NotificationsEnabled: false },
    };
    assert.deepEqual((await aws.client.send(new GetGroupsCommand({}))).Groups, [listed]);
  });
});
