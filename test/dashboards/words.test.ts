import assert from 'node:assert/strict';
import { alarmsOf, listed } from '../../dashboards/alarms/alarms.ts';
import { monitoredBy } from '../infra/monitoring/monitored.ts';
import { blue, given } from '../infra/programs.ts';
import type { Widget } from './body-schema.ts';
import { idOf, metricsOf, widgetsOf } from './drawn.ts';
import { drawn } from './stacks.ts';

const monitored = monitoredBy(given(blue));
const bodies = drawn(monitored);
const widgets = Object.values(bodies).flatMap(widgetsOf);
const graphs = widgets.filter((widget) => widget.type === 'metric');
const inTime = graphs.filter(({ properties: { view } }) => view === 'timeSeries');

describe('what a dashboard says', () => {
  it('is a question in the title of each widget, no two of a dashboard the same', () => {
    for (const body of Object.values(bodies)) {
      const titles = widgetsOf(body).flatMap((widget) => (widget.type === 'text' ? [] : [widget.properties.title]));
      assert.deepEqual(
        titles.filter((title) => !/^[A-Z].*\?$/.test(title?.replace(/ \(p\d\d\)$/, '') ?? '')),
        [],
      );
      assert.equal(new Set(titles).size, titles.length);
    }
  });

  it('is, right below each and next in the list, what to do when it looks wrong, with a link to the runbook', () => {
    for (const body of Object.values(bodies)) {
      const all = widgetsOf(body);
      for (const [index, { x, y, width, height, ...widget }] of all.entries()) {
        if (widget.type === 'text') continue;
        const { x: left, y: top, width: wide, ...advice } = all[index + 1] ?? assert.fail(widget.type);
        assert.deepEqual([left, top, wide], [x, y + height, width]);
        assert.match(wordsOf(advice), /^[A-Z4].*[.?] \[Runbook: [a-z-]+\]\(https:\/\/wiki\.example\.com\S+#[a-z-]+\)$/);
      }
    }
  });

  it('fits: a third of the grid shows some 60 characters a line, two units of height four lines, one a single line', () => {
    const tooLong = widgets
      .filter((widget) => widget.type === 'text' && wordsOf(widget).includes('[Runbook: '))
      .map((widget) => ({ ...widget, words: wordsOf(widget).replace(/\]\(.*\)/, ']') }))
      .filter(({ words, width, height }) => words.length > (height === 1 ? 1 : 4) * 60 * (width / 8));

    assert.deepEqual(tooLong, []);
  });

  it('is the unit of each axis, which begins at zero', () => {
    for (const { properties } of graphs.filter(({ properties: { view } }) => view !== 'singleValue')) {
      assert.equal(properties.yAxis?.left?.min, 0, properties.title);
      assert.match(properties.yAxis?.left?.label ?? '', /^(ms|%|[a-z])/, properties.title);
    }
  });

  it('is a label on every line that is drawn', () => {
    for (const { properties } of graphs) {
      const drawings = properties.metrics.map((entry) => entry.at(-1)).filter((last) => typeof last === 'object');
      const unnamed = drawings.filter(({ visible, label }) => visible !== false && !label);
      assert.deepEqual(unnamed, [], properties.title);
    }
  });
});

describe('threshold lines', () => {
  const alarms = listed(alarmsOf(monitored)).metric;
  const lines = inTime.flatMap(({ properties }) =>
    (properties.annotations?.horizontal ?? []).map((line) => ({ ...line, title: properties.title })),
  );

  it('stand on a graph that draws what their alarm watches', () => {
    for (const widget of inTime) {
      const metrics = metricsOf(widget).map(idOf);
      for (const { label } of widget.properties.annotations?.horizontal ?? []) {
        const section = /^alarm: (.+)$/.exec(label ?? '')?.[1];
        const own = alarms.filter((alarm) => alarm.section === section);
        // Of a section with alarms on different metrics, such as on lost ones, a graph has the line of one.
        const drawn = own.filter((alarm) =>
          Object.values(alarm.metrics)
            .map(idOf)
            .every((id) => metrics.includes(id)),
        );
        assert.ok(
          label === undefined || section === undefined || drawn.length > 0,
          `${widget.properties.title}: ${label}`,
        );
      }
    }
  });

  it('are there for every alarm, at its threshold', () => {
    for (const section of new Set(alarms.map(({ section }) => section))) {
      const values = lines.filter(({ label }) => label === `alarm: ${section}`).map(({ value }) => value);
      const thresholds = alarms.filter((alarm) => alarm.section === section).map(({ threshold }) => threshold);
      assert.deepEqual(new Set(values), new Set(thresholds), section);
    }
  });

  it('are besides those of alarms the objective and the cap, which nobody is called for', () => {
    const others = lines.filter(({ label }) => !label?.startsWith('alarm: '));

    assert.deepEqual(
      others.map(({ label, value }) => [label, value]),
      [
        ['objective', 0.5],
        ['reserved', 25],
      ],
    );
  });
});

function wordsOf(widget: Pick<Widget, 'type' | 'properties'>): string {
  return widget.type === 'text' && 'markdown' in widget.properties
    ? widget.properties.markdown
    : assert.fail('no text');
}
