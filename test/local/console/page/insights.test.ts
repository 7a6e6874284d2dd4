import assert from 'node:assert/strict';
import { splitSources } from '../../../../local/console/page/dashboards/insights.ts';

describe('the query of a log widget', () => {
  it('is parted from the log groups that it names first', () => {
    const parts = splitSources("SOURCE '/aws/lambda/one' | SOURCE '/aws/lambda/two' |\n fields @timestamp\n| limit 5");
    assert.deepEqual(parts, {
      groups: ['/aws/lambda/one', '/aws/lambda/two'],
      query: 'fields @timestamp\n| limit 5',
    });
  });
});
