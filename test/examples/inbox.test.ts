import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Inbox } from '../../examples/consumer/inbox.ts';

describe('the inbox of a consumer', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'webhook-bridge-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const opened = () => new Inbox(join(folder, 'inbox.sqlite'));
  const nothing = () => {};

  it('does the work once for an id, also when it was closed and opened meanwhile', () => {
    {
      using inbox = opened();
      assert.deepEqual(
        [inbox.once('a', 0, nothing), inbox.once('a', 1, nothing), inbox.once('b', 1, nothing)],
        [true, false, true],
      );
    }
    using inbox = opened();
    assert.equal(
      inbox.once('a', 2, () => assert.fail('done again')),
      false,
    );
  });

  it('does the work once for an id that two consumers of one file have', () => {
    using one = opened();
    using other = opened();
    assert.deepEqual([one.once('a', 0, nothing), other.once('a', 0, nothing)], [true, false]);
  });

  it('takes back what a work that fails has written, and does it when the message comes again', () => {
    using inbox = opened();
    const table = 'CREATE TABLE work (id TEXT) STRICT';

    assert.throws(
      () =>
        inbox.once('a', 0, (database) => {
          database.exec(table);
          throw new Error('the work fails');
        }),
      /the work fails/,
    );

    // Had the table stayed, it could not be made again.
    assert.equal(
      inbox.once('a', 1, (database) => database.exec(table)),
      true,
    );
  });

  it('forgets what is older than told, and nothing else', () => {
    using inbox = opened();
    inbox.once('old', 99, nothing);
    inbox.once('new', 100, nothing);

    assert.equal(inbox.forget(100), 1);
    assert.deepEqual([inbox.once('new', 101, nothing), inbox.once('old', 101, nothing)], [false, true]);
  });
});
