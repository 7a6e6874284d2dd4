import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { architecture } from '../../tools/picture/architecture.ts';
import { draw } from '../../tools/picture/drawing.ts';

const root = join(import.meta.dirname, '../..');

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** Every folder of the top level that git knows, but for those with a dot. */
function houses(): readonly string[] {
  const listed = execFileSync('git', ['ls-tree', '-d', '--name-only', 'HEAD'], { cwd: root, encoding: 'utf8' });
  return listed.split('\n').filter((name) => /^[a-z]/.test(name));
}

describe('docs/architecture.svg', () => {
  it('is what its source draws: npm run picture', () => {
    assert.equal(read('docs/architecture.svg'), draw(architecture, read('tools/picture/style.css')));
  });
});

for (const page of ['README.md', 'docs/architecture.md']) {
  describe(page, () => {
    it('shows the picture', () => {
      assert.match(read(page), /!\[[^\]]+\]\((docs\/)?architecture\.svg\)/);
    });

    it('has a sentence for every folder', () => {
      const missing = houses().filter((name) => !new RegExp(`^(\\| \`)?${name}/\\W`, 'm').test(read(page)));
      assert.deepEqual(missing, []);
    });
  });
}
