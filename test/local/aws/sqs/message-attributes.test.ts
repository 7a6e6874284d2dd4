import assert from 'node:assert/strict';
import fc from 'fast-check';
import { attributesMd5 } from '../../../../local/aws/sqs/message/message-attributes.ts';

describe('the MD5 of message attributes', () => {
  // Computed by hand from the algorithm in the SQS developer guide, with Python's struct and hashlib.
  it('is the one clients compute for text, a number and bytes', () => {
    const attributes = {
      source: { DataType: 'String', StringValue: 'momento' },
      bytes: { DataType: 'Binary', BinaryValue: 'AP+A' },
      count: { DataType: 'Number', StringValue: '12' },
    };
    assert.equal(attributesMd5(attributes), '72154f6bfbdf9cce0cf2f0701ff7d792');
  });

  it('is absent without attributes', () => {
    assert.equal(attributesMd5({}), undefined);
  });

  it('does not depend on the order the attributes came in', () => {
    const attribute = fc.record({
      DataType: fc.constantFrom('String', 'Number'),
      StringValue: fc.string({ minLength: 1 }),
    });
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), attribute, { noNullPrototype: true }), (attributes) => {
        const reversed = Object.fromEntries(Object.entries(attributes).reverse());
        assert.equal(attributesMd5(reversed), attributesMd5(attributes));
      }),
    );
  });
});
