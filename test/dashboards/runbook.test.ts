import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alarmsOf, listed } from '../../dashboards/alarms/alarms.ts';
import { alarmSections, runbook } from '../../dashboards/runbook.ts';
import { root } from '../infra/programs.ts';
import { drawn, large } from './stacks.ts';

const text = readFileSync(join(root, 'docs/runbook.md'), 'utf8');
const [aboutAlarms = '', aboutGraphs = ''] = text.split('\n# What graphs show\n');
const headings = headingsOf(text);

describe('the runbook', () => {
  it('has a section for each alarm, and an alarm for each section of its first part but those on all of them', () => {
    const { metric, composite } = listed(alarmsOf(large));
    const ringing = new Set([...metric, ...composite].map(({ section }) => section));

    assert.deepEqual(new Set(headingsOf(aboutAlarms)), new Set([...ringing, 'muted']));
    assert.deepEqual(ringing, new Set(['alarms', ...alarmSections]));
  });

  it('has in its second part what graphs show before, or without, an alarm', () => {
    const sections = Object.keys(runbook('')).filter((section) => !headingsOf(aboutAlarms).includes(section));

    assert.deepEqual([...headingsOf(aboutGraphs)].sort(), sections.sort());
  });

  it('has no section twice', () => assert.equal(new Set(headings).size, headings.length));

  it('is linked to by every one of its sections, from graphs, or from the alarm or here where no graph tells more', () => {
    const { operations, coldStart } = drawn({ ...large, runbookUrl: 'https://example.com/runbook' });

    const linked = [...`${operations}${coldStart}`.matchAll(/\(https:\/\/example\.com\/runbook#([a-z-]+)\)/g)];

    const fromElsewhere = ['failed-inits', 'missed-rotation', 'muted'];
    assert.deepEqual(new Set([...linked.map(([, section]) => section), ...fromElsewhere]), new Set(headings));
  });

  it('links within itself to sections that are there', () => {
    const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, section]) => section ?? '');

    assert.ok(links.length > 10);
    assert.deepEqual(
      links.filter((link) => link !== 'what-graphs-show' && !headings.includes(link)),
      [],
    );
  });

  for (const section of [...alarmSections, 'muted']) {
    it(`says of ${section} the causes in order, a command to paste, and when it is over`, () => {
      const [, words = ''] = aboutAlarms.split(`\n## ${section}\n`);
      const own = words.split('\n## ')[0] ?? '';

      assert.match(own, /\n1\. /);
      assert.match(own, /```sh\n/);
      assert.match(own, /\bOver (when|at|after|a few|as soon as|once)\b/);
    });
  }
});

function headingsOf(part: string): readonly string[] {
  return [...part.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading ?? '');
}
