import assert from 'node:assert/strict';
import { createDuplicates } from '../../../function/delivery/duplicates.ts';

describe('duplicates', () => {
  it('are unknown at first', () => {
    assert.equal(createDuplicates().statusOf('id-1'), undefined);
  });

  it('are known with the status that the first was answered with', () => {
    const duplicates = createDuplicates();

    duplicates.remember('published', 200);
    duplicates.remember('parked', 202);

    assert.equal(duplicates.statusOf('published'), 200);
    assert.equal(duplicates.statusOf('parked'), 202);
  });

  it('are known by names that every object has only when these were remembered', () => {
    const duplicates = createDuplicates();

    assert.equal(duplicates.statusOf('__proto__'), undefined);
    assert.equal(duplicates.statusOf('constructor'), undefined);
  });

  describe('remembered for the last 4,096 deliveries', () => {
    function filled() {
      const duplicates = createDuplicates();
      for (let count = 1; count <= 4_096; count += 1) duplicates.remember(`id-${count}`, 200);
      return duplicates;
    }

    it('are all known', () => {
      const duplicates = filled();

      assert.equal(duplicates.statusOf('id-1'), 200);
      assert.equal(duplicates.statusOf('id-4096'), 200);
    });

    it('make room for the next, the oldest first', () => {
      const duplicates = filled();

      duplicates.remember('next', 202);

      assert.equal(duplicates.statusOf('id-1'), undefined);
      assert.equal(duplicates.statusOf('id-2'), 200);
      assert.equal(duplicates.statusOf('next'), 202);
    });

    it('are not pushed out by one that is replayed', () => {
      const duplicates = filled();

      for (let count = 0; count < 10_000; count += 1) duplicates.statusOf('id-4096');

      assert.equal(duplicates.statusOf('id-1'), 200);
    });
  });
});
