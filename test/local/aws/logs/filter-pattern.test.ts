import assert from 'node:assert/strict';
import fc from 'fast-check';
import { filterPattern } from '../../../../local/aws/logs/filter-pattern/filter-pattern.ts';

const matching = (pattern: string, messages: readonly string[]) => messages.filter(filterPattern(pattern));

describe('filter patterns', () => {
  describe('of terms', () => {
    const both = 'ERROR WARN message';
    const error = 'ERROR message';
    const warn = 'WARN message';

    it('matches everything when empty', () => {
      assert.deepEqual(matching('', [both, '', '{}']), [both, '', '{}']);
    });

    it('finds a term anywhere in the message, with its case', () => {
      assert.deepEqual(matching('ERROR', ['Exiting with ERRORCODE: -1', 'error']), ['Exiting with ERRORCODE: -1']);
    });

    it('asks for every term', () => {
      assert.deepEqual(matching('ERROR WARN', [both, error, warn]), [both]);
    });

    it('asks for one of the terms after question marks', () => {
      assert.deepEqual(matching('?ERROR ?WARN', [both, error, warn, 'INFO']), [both, error, warn]);
    });

    it('leaves out what has a term after a minus', () => {
      assert.deepEqual(matching('ERROR -WARN', [both, error, warn]), [error]);
      assert.deepEqual(matching('-"WARN message"', [both, error]), [error]);
    });

    it('ignores terms after question marks beside others', () => {
      assert.deepEqual(matching('ERROR ?WARN', [both, error, warn]), [both, error]);
    });

    it('finds a quoted phrase with its blanks and quotes', () => {
      assert.deepEqual(matching('"a \\"b\\""', ['say a "b" c', 'a b']), ['say a "b" c']);
    });

    it('matches exactly the messages that contain every quoted term', () => {
      const text = fc.stringMatching(/^[ -~]{1,8}$/);
      fc.assert(
        fc.property(
          fc.array(text, { minLength: 1, maxLength: 3 }),
          fc.stringMatching(/^[ -~]{0,20}$/),
          (terms, message) => {
            const pattern = terms.map((term) => `"${term.replace(/["\\]/g, '\\$&')}"`).join(' ');
            assert.equal(
              filterPattern(pattern)(message),
              terms.every((term) => message.includes(term)),
            );
            assert.ok(filterPattern(pattern)(terms.join(message)));
          },
        ),
      );
    });

    const refused = [
      ['detail-type', /Invalid character\(s\) in term '-'/],
      ['a:b', /Invalid character\(s\) in term ':'/],
      ['"open', /no closing quote/],
      ['%AUTH.*%', /doesn't carry out a regular expression/],
      ['[ip, user]', /doesn't carry out a space-delimited filter pattern/],
    ] as const;
    for (const [pattern, message] of refused) {
      it(`refuses ${pattern}`, () => {
        assert.throws(() => filterPattern(pattern), { code: 'InvalidParameterException', message });
      });
    }
  });

  describe('of JSON', () => {
    // The event and the first patterns are those of AWS's documentation.
    const documented = JSON.stringify({
      eventType: 'UpdateTrail',
      sourceIPAddress: '111.111.111.111',
      arrayKey: ['value', 'another value'],
      objectList: [
        { name: 'a', id: 1 },
        { name: 'b', id: 2 },
      ],
      SomeObject: null,
      ThisFlag: true,
      user: { id: 1, email: 'John.Stiles@example.com' },
      actions: ['GET', 'PUT', 'DELETE'],
      coordinates: [
        [0, 1, 2],
        [4, 5, 6],
      ],
      latency: 550.5,
      'detail-type': 'x#y',
      other: false,
    });

    const matches = [
      '{ $.eventType = "UpdateTrail" }',
      '{$.eventType=UpdateTrail}',
      '{ $.eventType = Update* }',
      '{ $.eventType = "*Trail" }',
      '{ $.eventType = *pdateTr* }',
      '{ $.eventType = * }',
      '{ $.sourceIPAddress != 123.123.* }',
      '{ $.arrayKey[0] = "value" }',
      '{ $.objectList[1].id = 2 }',
      '{ $.coordinates[1][2] = 6 }',
      '{ $.SomeObject IS NULL }',
      '{ $.SomeOtherObject NOT EXISTS }',
      '{ $.toString NOT EXISTS }',
      '{ $.ThisFlag IS TRUE }',
      '{ $.other IS FALSE }',
      '{ ($.user.id = 1) && ($.actions[0] = "GET") }',
      '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }',
      '{ $.latency > 500 && $.latency >= 550.5 && $.latency < +1e3 && $.latency <= 550.5 }',
      '{ $.latency != 500 }',
      '{ $.latency = 55* }',
      '{ $.detail-type = "x#y" }',
    ];
    for (const pattern of matches) {
      it(`matches ${pattern}`, () => assert.ok(filterPattern(pattern)(documented)));
    }

    const others = [
      '{ $.eventType = "updatetrail" }',
      '{ $.eventType = "Up*Trail" }',
      '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch }',
      '{ $.actions = 1 }',
      '{ $.actions != 1 }',
      '{ $.user != "x" }',
      '{ $.SomeOtherObject != "x" }',
      '{ $.SomeObject NOT EXISTS }',
      '{ $.SomeOtherObject IS NULL }',
      '{ $.eventType IS TRUE }',
      '{ $.eventType > 1 }',
      '{ $.actions[3] = * }',
      '{ $.user[0] = * }',
    ];
    for (const pattern of others) {
      it(`doesn't match ${pattern}`, () => assert.equal(filterPattern(pattern)(documented), false));
    }

    it('matches no message that is not JSON', () => {
      assert.deepEqual(matching('{ $.a NOT EXISTS }', ['{"b":1}', 'plain', '7', '{"a":1}']), ['{"b":1}']);
    });

    it('compares a number with text that holds it as text', () => {
      const [exact, other] = ['{"code":"400"}', '{"code":"400.0"}'];
      assert.deepEqual(matching('{ $.code = 400 }', [exact, other]), [exact]);
      assert.deepEqual(matching('{ $.code != 400 }', [exact, other]), [other]);
    });

    it('compares whole numbers as numbers do', () => {
      fc.assert(
        fc.property(fc.integer(), fc.integer(), (value, bound) => {
          const event = JSON.stringify({ value });
          assert.equal(filterPattern(`{ $.value < ${bound} }`)(event), value < bound);
          assert.equal(filterPattern(`{ $.value >= ${bound} }`)(event), value >= bound);
          assert.equal(filterPattern(`{ $.value = ${bound} }`)(event), value === bound);
        }),
      );
    });

    const refused = [
      ['{ $.a = 1', /expected &&, \|\| or \} at the end/],
      ['{ $.a = 1 } x', /expected nothing after \} at "x"/],
      ['{ a = 1 }', /expected a selector .* at "a = 1 }"/],
      ['{ $.a ~ 1 }', /expected =, !=, .* at "~ 1 }"/],
      ['{ $.a = }', /expected a value at "}"/],
      ['{ ($.a = 1 }', /expected \) at "}"/],
      ['{ $.a > "x" }', /> compares numbers, and "x" is none/],
      ['{ $.a = %x% }', /doesn't carry out a regular expression/],
    ] as const;
    for (const [pattern, message] of refused) {
      it(`refuses ${pattern}`, () => {
        assert.throws(() => filterPattern(pattern), { code: 'InvalidParameterException', message });
      });
    }
  });
});
