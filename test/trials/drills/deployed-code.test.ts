import assert from 'node:assert/strict';
import { buildFunction } from '../../../infra/bundle/bundle.ts';
import type { Files } from '../../../trials/drills/drill.ts';
import { entry, garbled, incomplete, marked } from '../../../trials/drills/injections/deployed-code.ts';

const changes = {
  'another entry': entry('real'),
  'another entry for what is marked': marked('return { statusCode: 500 };'),
  'a missing file': incomplete,
  'unreadable metrics': garbled,
};

describe('code that a drill deploys', () => {
  let bundle: Files;
  before(async () => {
    const files = Object.entries(await buildFunction());
    bundle = Object.fromEntries(files.map(([name, content]) => [name, new TextDecoder().decode(content)]));
  });

  for (const [what, change] of Object.entries(changes)) {
    it(`is not the code as it was: ${what}`, () => {
      assert.notDeepEqual(change(bundle), bundle);
    });

    it(`is refused where the bundle lacks the file that would change: ${what}`, () => {
      assert.throws(() => change({ 'handler.js': '' }), /^Error: the bundle has no \w+\.\w+, but handler\.js$/);
    });
  }

  it('is refused where no record of metrics can be garbled, since the text to change is not there', () => {
    assert.throws(
      () => garbled({ ...bundle, 'telemetry.cjs': 'exports.createTelemetry = () => {};' }),
      /^Error: telemetry\.cjs has no CloudWatchMetrics:\[ to garble$/,
    );
  });
});
