import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { alarmsOf, listed } from '../../../dashboards/alarms/alarms.ts';
import { burnRates, objectives, thresholds } from '../../../dashboards/alarms/thresholds.ts';
import { monitoredBy } from '../monitoring/monitored.ts';
import { dev, given, root, setting } from '../programs.ts';

const { config } = parse(readFileSync(join(root, 'Pulumi.yaml'), 'utf8'));
const readme = readFileSync(join(root, 'README.md'), 'utf8').split('\n');

const all = [
  ...Object.entries(objectives).map(([key, range]) => ({ path: ['objectives', key], ...range })),
  ...Object.entries(burnRates).map(([key, range]) => ({ path: ['thresholds', 'burnRates', key], ...range })),
  ...Object.entries(thresholds).map(([key, range]) => ({ path: ['thresholds', key], ...range })),
];

describe('objectives and thresholds', () => {
  for (const { path, from, to, unit, meaning, ...range } of all) {
    const name = path.join('.');

    it(`take ${from} and ${to}, and nothing beyond: ${name}`, () => {
      for (const value of [from, to]) assert.equal(valueAt(path, stackWith(path, value).settings), value);
      for (const value of [from - 1, to + 1]) {
        assert.throws(
          () => stackWith(path, value),
          ({ message }: Error) => message.startsWith(`webhook-bridge:${name} is ${value}: wants a`),
        );
      }
    });

    it(`reach an alarm: ${name}`, () => {
      assert.notDeepEqual(alarmsWith(path, from), alarmsWith(path, to));
    });

    it(`have a row in README.md: ${name}`, () => {
      assert.equal(
        readme.find((line) => line.startsWith(`| \`${name}\` |`)),
        `| \`${name}\` | ${range.default} | ${from} to ${to} ${unit} | ${meaning} |`,
      );
    });
  }

  it('are all that README.md explains', () => {
    assert.deepEqual(
      readme.flatMap((line) => /^\| `((?:objectives|thresholds)\.[\w.]+)`/.exec(line)?.[1] ?? []),
      all.map(({ path }) => path.join('.')),
    );
  });

  it('stand in Pulumi.yaml with their defaults', () => {
    const listed = (setting: string) =>
      all
        .filter(({ path: [first] }) => first === setting)
        .map((range) => `${range.path.slice(1).join('.')} (${range.default} ${range.unit})`)
        .join(', ');

    assert.equal(
      config.objectives.description,
      `What the stack is held to, which dashboards show and alarms watch; README.md explains each. What is left out has the value in brackets. ${listed('objectives')}`,
    );
    assert.equal(
      config.thresholds.description,
      `From where on somebody is told, where no objective says so; README.md explains each. What is left out has the value in brackets. ${listed('thresholds')}`,
    );
  });
});

function stackWith([group = '', ...keys]: readonly string[], value: number) {
  return given(setting(dev, { [group]: withValue(config[group].default, keys, value) }));
}

function alarmsWith(path: readonly string[], value: number) {
  return listed(alarmsOf(monitoredBy(stackWith(path, value)))).metric;
}

function withValue(object: unknown, [key, ...rest]: readonly string[], value: number): unknown {
  return key === undefined ? value : { ...Object(object), [key]: withValue(Object(object)[key], rest, value) };
}

function valueAt(path: readonly string[], object: unknown): unknown {
  return path.reduce((at, key) => Object(at)[key], object);
}
