import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as ranges from '../../../dashboards/alarms/thresholds.ts';
import { schemes } from '../../../function/sources/schemes.ts';
import type { Settings } from '../../../infra/settings/schema.ts';
import { readSettings } from '../../../infra/settings/settings.ts';
import { dev } from '../programs.ts';
import { read, refusal, shown } from './given.ts';

const aName = 'a lower-case letter, then at most 23 lower-case letters, digits or hyphens';
const momento = { name: 'momento', scheme: 'momento' };
const queue = { type: 'queue' };
const log = { type: 'log' };
const rule = { name: 'all', pattern: { source: ['x'] }, targets: [queue] };
const withTarget = (target: unknown) => [{ ...rule, targets: [target] }];
const objectives = { availability: 99.9, latencyMs: 1_000, coldStartMs: 1_000 };
const thresholds = {
  ...defaultsOf(ranges.thresholds),
  burnRates: defaultsOf(ranges.burnRates),
};
const shares = [
  'concurrencyPercent',
  'parkedPercent',
  'retriedPercent',
  'missedRotationPercent',
  'wrongSignaturePercent',
  'stalePercent',
] as const;
const burnRates = ['pageFast', 'pageSlow', 'ticket'] as const;
const sharesOf = (value: number) => Object.fromEntries(shares.map((share) => [share, value]));
const burnRatesOf = (value: number) => Object.fromEntries(burnRates.map((rate) => [rate, value]));
const lowestThresholds = {
  ...thresholds,
  ...sharesOf(0.1),
  burnRates: burnRatesOf(0.1),
  parkedMinutes: 1,
  refusedOfSource: 1,
  secretDays: 0,
};
const highestThresholds = {
  ...thresholds,
  ...sharesOf(100),
  burnRates: burnRatesOf(1_000),
  parkedMinutes: 60,
  refusedOfSource: 1_000,
  secretDays: 3_650,
};
const here = { protocol: 'https', endpoint: 'http://127.0.0.1:8080/page' };
const queueArn = 'arn:aws:sqs:eu-central-1:123456789012:tickets';
const slack = { workspaceId: 'T0123456789', pageChannelId: 'C0123456789', ticketChannelId: 'G0123456789' };
const nobody = { page: [], ticket: [], recoveries: false };
const everybody = {
  page: [
    { protocol: 'email', endpoint: 'on-call@example.com' },
    { protocol: 'https', endpoint: 'https://example.com/integration/01?a=b' },
    { protocol: 'sms', endpoint: '+4915112345678' },
  ],
  ticket: [{ protocol: 'sqs', endpoint: queueArn }],
  slack,
  recoveries: true,
};
const months = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

describe('settings', () => {
  describe('are accepted at their limits', () => {
    const accepted: readonly (readonly [keyof Settings, readonly unknown[]])[] = [
      ['region', ['us-east-1', 'ap-southeast-3', 'eu-central-1']],
      ['unlistedRegion', [true, false]],
      ['memory', [128, 10_240]],
      ['architecture', ['arm64', 'x86_64']],
      ['reservedConcurrency', [-1, 0, 1_000]],
      ['logRetentionDays', months],
      ['sources', [[momento], [momento, { ...momento, name: `a${'-'.repeat(22)}9` }]]],
      ['sources', [[{ ...momento, expectedEveryMinutes: 5 }], [{ ...momento, expectedEveryMinutes: 10_080 }]]],
      ['sources', [[{ ...momento, freshnessSeconds: 1 }], [{ ...momento, scheme: 'stripe', freshnessSeconds: 900 }]]],
      ['secrets', [{}, { momento: '1' }]],
      ['freshnessSeconds', [1, 900]],
      ['maxDeliveryBytes', [1, 990_000]],
      ['secretCacheSeconds', [1, 3_600]],
      ['archiveRetentionDays', [0, 3_653]],
      ['protect', [true, false]],
      ['objectives', [objectives, { availability: 95, latencyMs: 1, coldStartMs: 1 }]],
      ['objectives', [{ availability: 99.999, latencyMs: 5_000, coldStartMs: 10_000 }]],
      ['thresholds', [thresholds, lowestThresholds, highestThresholds]],
      ['notifications', [nobody, everybody, { ...nobody, page: [here, { ...here, endpoint: 'http://127.0.0.1' }] }]],
      ['runbookUrl', ['docs/runbook.md', 'https://example.com/a/runbook', `https://${'r'.repeat(392)}`]],
      ['rules', [[], [rule], Array.from({ length: 100 }, (_, index) => ({ ...rule, name: `r${index}` }))]],
      ['rules', [[{ ...rule, description: 'd'.repeat(512), targets: [queue, log] }]]],
      ['rules', [withTarget({ ...queue, inputPath: '$.detail' })]],
      ['rules', [withTarget({ ...queue, inputTransformer: { template: '"x"', paths: { a: '$.b' } } })]],
      ['tags', [{}, { ['k'.repeat(128)]: 'v'.repeat(256), awesome: '' }]],
    ];
    for (const [key, values] of accepted) {
      it(`${key}: ${shown(values)}`, () => {
        for (const value of values) assert.deepEqual(read({ [key]: value })[key], value);
      });
    }
  });

  describe('are refused beyond them, by their full key and value and with what is allowed', () => {
    const refused: readonly (readonly [string, unknown, string])[] = [
      ...['US-EAST-1', 'us-east', 'useast1', ''].map(
        (value) => ['region', value, `region is "${value}": wants an AWS region such as eu-central-1`] as const,
      ),
      ...[127, 10_241, 256.5, '256MB'].map((value) => whole('memory', value, 128, 10_240)),
      ...[-2, 1_001, 'ten'].map((value) => whole('reservedConcurrency', value, -1, 1_000)),
      ...[0, 901, true].map((value) => whole('freshnessSeconds', value, 1, 900)),
      ...[0, 990_001, null].map((value) => whole('maxDeliveryBytes', value, 1, 990_000)),
      ...[0, 3_601, []].map((value) => whole('secretCacheSeconds', value, 1, 3_600)),
      ...[-1, 3_654, {}].map((value) => whole('archiveRetentionDays', value, 0, 3_653)),
      ['architecture', 'arm', 'architecture is "arm": wants one of arm64, x86_64'],
      ...[0, 2, 3_654].map(
        (value) =>
          ['logRetentionDays', value, `logRetentionDays is ${value}: wants one of ${months.join(', ')}`] as const,
      ),
      ...['yes', 1].map((value) => ['protect', value, `protect is ${shown(value)}: wants true or false`] as const),
      ...[94.9, 100, 'ninety', null].map((availability): [string, unknown, string] => [
        'objectives',
        { ...objectives, availability },
        `objectives.availability is ${shown(availability)}: wants a percentage from 95 to 99.999`,
      ]),
      ...[0, 5_001].map((latencyMs): [string, unknown, string] => [
        'objectives',
        { ...objectives, latencyMs },
        `objectives.latencyMs is ${latencyMs}: wants a whole number from 1 to 5000`,
      ]),
      ...[0, 10_001].map((coldStartMs): [string, unknown, string] => [
        'objectives',
        { ...objectives, coldStartMs },
        `objectives.coldStartMs is ${coldStartMs}: wants a whole number from 1 to 10000`,
      ]),
      ...[4, 10_081, 'daily'].map((expectedEveryMinutes): [string, unknown, string] => [
        'sources',
        [{ ...momento, expectedEveryMinutes }],
        `sources.0.expectedEveryMinutes is ${shown(expectedEveryMinutes)}: wants a whole number from 5 to 10080`,
      ]),
      ...shares.flatMap((share) =>
        [0, 100.1, '5 %'].map((value): [string, unknown, string] => [
          'thresholds',
          { [share]: value },
          `thresholds.${share} is ${shown(value)}: wants a percentage from 0.1 to 100`,
        ]),
      ),
      ...burnRates.flatMap((rate) =>
        [0, 1_001, null].map((value): [string, unknown, string] => [
          'thresholds',
          { burnRates: { [rate]: value } },
          `thresholds.burnRates.${rate} is ${shown(value)}: wants a number from 0.1 to 1000`,
        ]),
      ),
      ...[0, 61, 2.5].map((parkedMinutes): [string, unknown, string] => [
        'thresholds',
        { parkedMinutes },
        `thresholds.parkedMinutes is ${parkedMinutes}: wants a whole number from 1 to 60`,
      ]),
      ...[0, 1_001, 5.5].map((refusedOfSource): [string, unknown, string] => [
        'thresholds',
        { refusedOfSource },
        `thresholds.refusedOfSource is ${refusedOfSource}: wants a whole number from 1 to 1000`,
      ]),
      ...[-1, 3_651].map((secretDays): [string, unknown, string] => [
        'thresholds',
        { secretDays },
        `thresholds.secretDays is ${secretDays}: wants a whole number from 0 to 3650`,
      ]),
      ['thresholds', { parked: 5 }, 'thresholds.parked is no setting: remove it'],
      ['thresholds', 5, 'thresholds is 5: wants thresholds by name'],
      ['thresholds', { burnRates: 14.4 }, 'thresholds.burnRates is 14.4: wants pageFast, pageSlow and ticket'],
      ...(
        [
          ['email', 'on-call', 'an email address'],
          ['https', 'http://example.com', 'an https address, or http on 127.0.0.1 for the local run'],
          ['https', 'https://', 'an https address, or http on 127.0.0.1 for the local run'],
          ['https', 'http://127.0.0.1.example.com', 'an https address, or http on 127.0.0.1 for the local run'],
          ['https', 'http://127.0.0.1@example.com', 'an https address, or http on 127.0.0.1 for the local run'],
          ['sms', '0151 12345678', 'a phone number such as +4915112345678'],
          ['sqs', 'tickets', 'the ARN of a queue'],
          ['sqs', 'arn:aws:sns:eu-central-1:123456789012:tickets', 'the ARN of a queue'],
        ] as const
      ).map(([protocol, endpoint, wanted]): [string, unknown, string] => [
        'notifications',
        { ticket: [{ protocol, endpoint }] },
        `notifications.ticket.0.endpoint is "${endpoint}": wants ${wanted}`,
      ]),
      [
        'notifications',
        { page: [here, here] },
        `notifications.page is ${shown([here, here])}: wants every subscription once`,
      ],
      ['notifications', { page: 'me' }, 'notifications.page is "me": wants a list of subscriptions'],
      [
        'notifications',
        { slack: { ...slack, workspaceId: 'acme' } },
        'notifications.slack.workspaceId is "acme": wants the id of a Slack workspace, such as T0123456789',
      ],
      [
        'notifications',
        { slack: { ...slack, ticketChannelId: '#tickets' } },
        'notifications.slack.ticketChannelId is "#tickets": wants the id of a Slack channel, such as C0123456789',
      ],
      ['notifications', { recoveries: 'yes' }, 'notifications.recoveries is "yes": wants true or false'],
      ['notifications', { pages: [] }, 'notifications.pages is no setting: remove it'],
      ['objectives', 99.9, 'objectives is 99.9: wants availability, latencyMs and coldStartMs'],
      ...[
        'http://example.com/runbook',
        'https://example.com/runbook#alarms',
        'runbook.md',
        '',
        `https://${'r'.repeat(393)}`,
      ].map((url): [string, unknown, string] => [
        'runbookUrl',
        url,
        `runbookUrl is ${shown(url)}: wants an address that begins with https:// and has no #, of at most 400 characters, or docs/runbook.md`,
      ]),
      ['sources', 'momento', 'sources is "momento": wants a list of sources'],
      ['sources', [], 'sources is []: wants at least one source'],
      [
        'sources',
        [momento, momento],
        `sources is ${shown([momento, momento])}: wants every source with a name of its own`,
      ],
      [
        'sources',
        [{ ...momento, scheme: 'none' }],
        `sources.0.scheme is "none": wants one of ${schemes.map(({ name }) => name).join(', ')}`,
      ],
      ...['Momento', '1st', 'a_b', '', 'a'.repeat(25)].map(
        (name) => ['sources', [{ ...momento, name }], `sources.0.name is "${name}": wants ${aName}`] as const,
      ),
      ...[0, 901].map(
        (freshnessSeconds) =>
          [
            'sources',
            [{ ...momento, freshnessSeconds }],
            `sources.0.freshnessSeconds is ${freshnessSeconds}: wants a whole number from 1 to 900`,
          ] as const,
      ),
      ['sources', [{ ...momento, key: 1 }], 'sources.0.key is no setting: remove it'],
      ['rules', 'x', 'rules is "x": wants a list of rules'],
      ['rules', [rule, rule], `rules is ${shown([rule, rule])}: wants every rule with a name of its own`],
      ['rules', [{ ...rule, name: 'A' }], `rules.0.name is "A": wants ${aName}`],
      [
        'rules',
        [{ ...rule, name: 'parking' }],
        'rules.0.name is "parking": wants a name other than that of the parking queue',
      ],
      ['rules', [{ ...rule, targets: [] }], 'rules.0.targets is []: wants at least one target'],
      [
        'rules',
        [{ ...rule, targets: [log, log] }],
        `rules.0.targets is ${shown([log, log])}: wants at most one queue and one log a rule`,
      ],
      [
        'rules',
        [{ ...rule, description: 'd'.repeat(513) }],
        `rules.0.description is "${'d'.repeat(513)}": wants at most 512 characters`,
      ],
      ['rules', withTarget({ ...log, inputPath: '$' }), 'rules.0.targets.0.inputPath is no setting: remove it'],
      [
        'rules',
        withTarget({ ...queue, inputPath: '$.a', inputTransformer: { template: 'x' } }),
        `rules.0.targets.0 is ${shown({ ...queue, inputPath: '$.a', inputTransformer: { template: 'x' } })}: wants inputPath or inputTransformer, not both`,
      ],
      ['tags', 'x', 'tags is "x": wants tags by key'],
      ['tags', { cost: [1] }, 'tags.cost is [1]: wants text'],
      ['tags', { a: 'v'.repeat(257) }, `tags.a is "${'v'.repeat(257)}": wants at most 256 characters`],
      ['secrets', { other: 'hidden' }, 'secrets.other: wants a source of this stack (momento)'],
      ['secrets', { momento: '' }, 'secrets.momento: wants text that is not empty'],
      ['secrets', { momento: { key: 'hidden' } }, 'secrets.momento: wants text'],
      ['secrets', 'hidden', 'secrets: wants a secret by source name'],
    ];
    for (const [key, value, words] of refused) {
      it(`${key}: ${shown(value)}`, () => assert.equal(refusal({ [key]: value }), `webhook-bridge:${words}`));
    }

    it('rules: 101 of them', () => {
      const rules = Array.from({ length: 101 }, (_, index) => ({ ...rule, name: `r${index}` }));

      assert.match(refusal({ rules }), /^webhook-bridge:rules is \[.*: wants at most 100 rules$/);
    });
  });

  it('are refused in words of our own, whatever is wrong and however deep', () => {
    const wrong: readonly Record<string, unknown>[] = [
      ...['x', {}, { scheme: 'momento' }, { ...momento, name: 5 }].map((source) => ({ sources: [source] })),
      ...['x', { ...rule, description: 5 }].map((one) => ({ rules: [one] })),
      ...[
        'queue',
        {},
        { type: 'topic' },
        { ...queue, inputPath: 'detail' },
        { ...queue, inputPath: 1 },
        { ...queue, inputTransformer: {} },
        { ...queue, inputTransformer: { template: '' } },
        { ...queue, inputTransformer: { template: 'x', paths: { a: 'b' } } },
      ].map((target) => ({ rules: withTarget(target) })),
      ...['x', { protocol: 'fax', endpoint: '1' }, { protocol: 'email' }, { protocol: 'https', endpoint: 1 }].map(
        (one) => ({
          notifications: { page: [one] },
        }),
      ),
      ...['x', [], { slack: 'x' }, { slack: {} }].map((notifications) => ({ notifications })),
    ];

    const ofTheLibrary = wrong
      .map((settings) => refusal(settings))
      .filter((words) => /Invalid|expected|Too (small|big)/i.test(words));

    assert.deepEqual(ofTheLibrary, []);
  });

  it('of thresholds and notifications are each the documented value where they are left out', () => {
    assert.deepEqual(read({}).thresholds, thresholds);
    assert.deepEqual(read({ thresholds: { burnRates: { pageSlow: 5 }, parkedMinutes: 9 } }).thresholds, {
      ...thresholds,
      burnRates: { ...thresholds.burnRates, pageSlow: 5 },
      parkedMinutes: 9,
    });
    assert.deepEqual(read({}).notifications, nobody);
  });

  it('are refused all at once, a line each', () => {
    assert.deepEqual(
      refusal({ memory: 1, protect: 'no', tags: { a: [1] } })
        .split('\n')
        .sort(),
      [
        'webhook-bridge:memory is 1: wants a whole number from 128 to 10240',
        'webhook-bridge:protect is "no": wants true or false',
        'webhook-bridge:tags.a is [1]: wants text',
      ],
    );
  });

  it('name a missing one with what it wants', () => {
    const { 'webhook-bridge:memory': _, ...values } = dev.values;

    assert.throws(() => readSettings('webhook-bridge', 'dev', values), {
      message: 'webhook-bridge:memory is missing: wants a whole number from 128 to 10240',
    });
  });

  it('name an unknown key and the known ones, and never its value', () => {
    assert.equal(
      refusal({ secret: 'hidden' }),
      `webhook-bridge:secret is no setting: the settings are ${Object.keys(read({})).join(', ')}`,
    );
  });

  it('of other projects and packages are let be', () => {
    const others = { ...dev.values, 'aws:region': 'nowhere', 'webhook-bridge-two:memory': '1' };

    assert.deepEqual(readSettings('webhook-bridge', 'dev', others), readSettings('webhook-bridge', 'dev', dev.values));
  });

  it('never print what may be a secret, whatever is wrong with it', () => {
    const hidden = 'do-not-print';
    const secrets = [hidden, [hidden], { momento: [hidden] }, { momento: { [hidden]: hidden } }, { other: hidden }];

    for (const wrong of secrets) assert.ok(!refusal({ secrets: wrong }).includes(hidden), shown(wrong));
    assert.ok(!refusal({ sources: [{ ...momento, secret: hidden }] }).includes(hidden));
  });

  it('keep any text that is a secret as it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        assert.deepEqual(read({ secrets: { momento: text } }).secrets, { momento: text });
      }),
    );
  });

  it('that are text stay text, although they read as JSON', () => {
    assert.equal(refusal({ architecture: '64' }), 'webhook-bridge:architecture is "64": wants one of arm64, x86_64');
    assert.equal(
      refusal({ region: '1e3' }),
      'webhook-bridge:region is "1e3": wants an AWS region such as eu-central-1',
    );
  });
});

function whole(key: string, value: unknown, from: number, to: number): readonly [string, unknown, string] {
  return [key, value, `${key} is ${shown(value)}: wants a whole number from ${from} to ${to}`];
}

function defaultsOf(settings: Readonly<Record<string, ranges.ThresholdSetting>>) {
  return Object.fromEntries(Object.entries(settings).map(([key, { default: value }]) => [key, value]));
}
