import assert from 'node:assert/strict';
import { logFilter } from '../../../../local/console/page/logs/log-filter.ts';

describe('the filter of the log view', () => {
  const all = { level: '', outcome: '', text: '', isEverything: false };

  it('asks for lines of the logger alone, until everything is wanted', () => {
    assert.equal(logFilter(all).pattern, '{ $.level = * }');
    assert.equal(logFilter({ ...all, isEverything: true }).pattern, '');
  });

  it('puts level and outcome into one pattern of JSON', () => {
    const { pattern } = logFilter({ ...all, level: 'WARN', outcome: 'refused' });
    assert.equal(pattern, '{ $.level = "WARN" && $.outcome = "refused" }');
  });

  it('keeps a pattern of JSON whole beside them', () => {
    const { pattern } = logFilter({ ...all, level: 'WARN', text: ' { $.status = 401 || $.status = 403 } ' });
    assert.equal(pattern, '{ ($.status = 401 || $.status = 403) && $.level = "WARN" }');
  });

  it('sends terms as they are and looks at level and outcome itself', () => {
    const { pattern, keeps } = logFilter({ ...all, level: 'WARN', text: 'momento -stale' });
    assert.equal(pattern, 'momento -stale');
    assert.deepEqual([keeps({ level: 'WARN' }), keeps({ level: 'INFO' }), keeps({})], [true, false, false]);
  });
});
