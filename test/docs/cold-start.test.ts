import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { phaseDescriptions } from '../../function/init/phase-descriptions.ts';
import { type Phase, phases, type WarmupPart, warmupParts } from '../../function/init/phases.ts';
import { coldStartLogKeys, coldStartMetrics } from '../../function/signals.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/cold-start.md'), 'utf8');

describe('docs/cold-start.md', () => {
  it('has a row for each phase, those of the warm-up below it, with its log key, its metric and what happens', () => {
    const expected = phases.flatMap((phase) => [
      rowOf(phase),
      ...(phase === 'warmup' ? warmupParts.map((part) => rowOf(part, `– ${part}`)) : []),
    ]);

    assert.deepEqual(
      page.split('\n').filter((line) => /^\| .* \| `\w+_ms` \|/.test(line)),
      expected,
    );
  });
});

function rowOf(name: Phase | WarmupPart, shown: string = name): string {
  const cells = [shown, `\`${coldStartLogKeys[name]}\``, `\`${coldStartMetrics[name].name}\``, phaseDescriptions[name]];
  return `| ${cells.join(' | ')} |`;
}
