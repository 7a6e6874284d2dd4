import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alarmsOf } from '../../dashboards/alarms.ts';
import { alarmSections, runbook } from '../../dashboards/runbook.ts';
import { root } from '../infra/programs.ts';
import { drawn, large } from './stacks.ts';

const text = readFileSync(join(root, 'docs/runbook.md'), 'utf8');
const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading ?? '');

describe('the runbook', () => {
  it('has each section that dashboards and alarms know, and no other', () => {
    assert.deepEqual([...headings].sort(), Object.keys(runbook('')).sort());
  });

  it('has a section for each alarm, and an alarm for each section that says so', () => {
    const sections = Object.values(alarmsOf(large))
      .flat()
      .map(({ section }) => section);

    assert.deepEqual(new Set(sections), new Set(alarmSections));
  });

  it('is linked to from graphs by every one of its sections', () => {
    const { operations, coldStart } = drawn({ ...large, runbookUrl: 'https://example.com/runbook' });

    const linked = [...`${operations}${coldStart}`.matchAll(/\(https:\/\/example\.com\/runbook#([a-z-]+)\)/g)];

    assert.deepEqual(new Set(linked.map(([, section]) => section)), new Set(headings));
  });

  it('links within itself to sections that are there', () => {
    const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, section]) => section ?? '');

    assert.ok(links.length > 10);
    assert.deepEqual(
      links.filter((link) => !headings.includes(link)),
      [],
    );
  });

  for (const section of alarmSections) {
    it(`says of ${section} the causes in order, a command or where to go on, and when it is over`, () => {
      const [, words = ''] = text.split(`\n## ${section}\n`);
      const own = words.split('\n## ')[0] ?? '';

      assert.match(own, /\n1\. |\bfirst\b/);
      assert.match(own, /```sh|\]\(#/);
      assert.match(own, /\bOver (when|at|after|a few)\b/);
    });
  }
});
