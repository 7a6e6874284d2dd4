import assert from 'node:assert/strict';
import { type Admission, admit } from '../../../function/delivery/admission.ts';
import { configuration, otherSource, request, source } from '../harness/deliveries.ts';

const json = { 'content-type': 'application/json' };
const limit = configuration.maxDeliveryBytes;

/** The reason for which a request is refused, or `admitted`. */
function outcome(wanted: Parameters<typeof request>[0]): string {
  const admission = admit(request({ headers: json, body: '{}', ...wanted }), configuration);
  return admission.ok ? 'admitted' : admission.reason;
}

function bytesOf(admission: Admission): readonly number[] | undefined {
  return 'request' in admission ? [...admission.request.body] : undefined;
}

describe('admission', () => {
  describe('size', () => {
    it('admits a text of exactly the limit and refuses one byte more', () => {
      assert.equal(outcome({ body: 'a'.repeat(limit) }), 'admitted');
      assert.equal(outcome({ body: 'a'.repeat(limit + 1) }), 'too-large');
    });

    it('counts the bytes of a text, not its characters', () => {
      // The euro sign takes three bytes and one UTF-16 unit, the emoji four and two.
      assert.equal(outcome({ body: `${'€'.repeat(332)}😀` }), 'admitted');
      assert.equal(outcome({ body: `${'€'.repeat(332)}😀a` }), 'too-large');
    });

    it('counts the decoded bytes of base64, whatever its padding', () => {
      for (const size of [limit - 2, limit - 1, limit]) {
        assert.equal(outcome({ body: Buffer.alloc(size).toString('base64'), isBase64Encoded: true }), 'admitted');
      }
      for (const size of [limit + 1, limit + 2, limit + 3]) {
        assert.equal(outcome({ body: Buffer.alloc(size).toString('base64'), isBase64Encoded: true }), 'too-large');
      }
    });

    it('tells how many bytes were refused', () => {
      const admission = admit(request({ body: 'ä'.repeat(limit) }), configuration);

      assert.equal(admission.bodyBytes, 2 * limit);
    });
  });

  describe('method', () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'post', 'POST ', '']) {
      it(`refuses ${JSON.stringify(method)}`, () => {
        assert.equal(outcome({ method }), 'wrong-method');
      });
    }
  });

  describe('path', () => {
    it('finds the source that the path names', () => {
      const admissions = ['/momento', '/orders'].map((path) =>
        admit(request({ path, headers: json, body: '{}' }), configuration),
      );

      assert.deepEqual(
        admissions.map((admission) => admission.source),
        [source, otherSource],
      );
    });

    for (const path of ['/', '', 'momento', '/momento/', '/Momento', '/momento/x', '//momento', '/%6domento']) {
      it(`refuses ${JSON.stringify(path)}`, () => {
        assert.equal(outcome({ path }), 'unknown-path');
      });
    }

    for (const path of ['/__proto__', '/constructor', '/toString']) {
      it(`refuses ${path}, which every object has`, () => {
        assert.equal(outcome({ path }), 'unknown-path');
      });
    }
  });

  describe('content type', () => {
    const admitted = [
      'application/json',
      'Application/JSON',
      'application/json;charset=utf-8',
      'application/json ; charset=utf-8',
      'application/cloudevents+json',
      'application/vnd.momento.v1-2+json; charset=utf-8',
      'application/octet-stream',
    ];
    for (const type of admitted) {
      it(`admits ${type}`, () => {
        assert.equal(outcome({ headers: { 'content-type': type } }), 'admitted');
      });
    }

    it('may have a subtype of 127 characters and no more', () => {
      const ofLength = (length: number) => `application/${'x'.repeat(length - '+json'.length)}+json`;

      assert.equal(outcome({ headers: { 'content-type': ofLength(127) } }), 'admitted');
      assert.equal(outcome({ headers: { 'content-type': ofLength(128) } }), 'wrong-content-type');
    });

    for (const part of ['x', '+json', ' ', ';', 'application/json ']) {
      it(`is read in no time when it is a megabyte of "${part}"`, () => {
        const type = `application/x+json${part.repeat(1_000_000 / part.length)}!`;

        const took = Array.from({ length: 5 }, () => {
          const started = performance.now();
          outcome({ headers: { 'content-type': type } });
          return performance.now() - started;
        });

        // What else the machine does only adds, and hardly to each of them.
        assert.ok(Math.min(...took) < 100, `${took} ms`);
      });
    }

    it('admits a body without one', () => {
      assert.equal(outcome({ headers: {} }), 'admitted');
    });

    const refused = [
      'text/plain',
      'text/json',
      'application/jsonp',
      'application/json-seq',
      'application/xml',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=application/json',
      'text/html;application/json',
      'application/json, text/plain',
      'application/+json',
    ];
    for (const type of refused) {
      it(`refuses ${type}`, () => {
        assert.equal(outcome({ headers: { 'content-type': type } }), 'wrong-content-type');
      });
    }
  });

  describe('body', () => {
    it('refuses none', () => {
      assert.equal(outcome({ body: undefined }), 'empty-body');
    });

    it('refuses an empty text', () => {
      assert.equal(outcome({ body: '' }), 'empty-body');
    });

    it('refuses empty base64', () => {
      assert.equal(outcome({ body: '', isBase64Encoded: true }), 'empty-body');
    });

    it('hands on the bytes of a text', () => {
      const admission = admit(request({ headers: json, body: 'ä€😀\r\n' }), configuration);

      // The UTF-8 of each character, from the Unicode charts.
      assert.deepEqual(bytesOf(admission), [0xc3, 0xa4, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 13, 10]);
    });

    it('hands on the bytes that base64 stands for, valid UTF-8 or not', () => {
      // 00 FF FE 80 0A, by RFC 4648.
      const admission = admit(request({ headers: json, body: 'AP/+gAo=', isBase64Encoded: true }), configuration);

      assert.deepEqual(bytesOf(admission), [0x00, 0xff, 0xfe, 0x80, 0x0a]);
      assert.equal(admission.bodyBytes, 5);
    });
  });

  describe('order', () => {
    const nothingRight = { method: 'GET', path: '/nowhere', headers: { 'content-type': 'text/plain' } };

    it('looks at size first', () => {
      assert.equal(outcome({ ...nothingRight, body: 'a'.repeat(limit + 1) }), 'too-large');
    });

    it('looks at method before path', () => {
      assert.equal(outcome({ ...nothingRight, body: '' }), 'wrong-method');
    });

    it('looks at path before content type', () => {
      assert.equal(outcome({ ...nothingRight, body: '', method: 'POST' }), 'unknown-path');
    });

    it('looks at content type before an empty body', () => {
      assert.equal(outcome({ ...nothingRight, body: '', method: 'POST', path: '/momento' }), 'wrong-content-type');
    });
  });

  it('names the source in a refusal when the path does', () => {
    const [known, unknown] = ['/momento', '/nowhere'].map((path) =>
      admit(request({ method: 'GET', path }), configuration),
    );

    assert.equal(known?.source, source);
    assert.equal(unknown?.source, undefined);
  });
});
