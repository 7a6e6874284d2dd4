import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hrefOf, parseRoute } from '../../../../local/console/page/route.ts';

describe('a link inside the page', () => {
  it('leads to the place that it was made of', () => {
    const parts = fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { maxLength: 3 });
    const query = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(parts, query, (path, given) => {
        const route = parseRoute(hrefOf(path, given));
        assert.deepEqual(route.path, path);
        assert.deepEqual(Object.entries(route.query), Object.entries(given));
      }),
    );
  });

  it('leaves out what is empty', () => {
    assert.equal(hrefOf(['logs'], { level: '', range: undefined }), '#/logs');
  });

  it('leads somewhere also when it was mangled', () => {
    for (const hash of ['', '#', '#/', '#/%', '#/logs?%', '#logs']) assert.doesNotThrow(() => parseRoute(hash), hash);
  });
});
