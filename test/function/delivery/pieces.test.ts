import assert from 'node:assert/strict';
import { pieceOf } from '../../../function/delivery/signature/pieces.ts';
import type { Piece } from '../../../function/sources/scheme.ts';

const request = {
  url: 'https://example.com/acme?a=1&b=2&b=3&c=%26+x',
  headers: { 'x-id': 'one' },
  body: Buffer.from('{"id":"seven","n":7,"in":{"list":["first"]}}'),
};

function piece(wanted: Exclude<Piece, string>, body = request.body): string | undefined {
  return pieceOf(wanted, { ...request, body });
}

describe('a piece that is signed', () => {
  it('is a header, of which there are other names', () => {
    assert.equal(piece({ header: ['x-old', 'x-id'] }), 'one');
    assert.equal(piece({ header: ['x-old'] }), undefined);
  });

  it('is a parameter of the query, decoded, of which there is exactly one', () => {
    assert.equal(piece({ query: 'a' }), '1');
    assert.equal(piece({ query: 'c' }), '& x');
    assert.equal(piece({ query: 'b' }), undefined);
    assert.equal(piece({ query: 'd' }), undefined);
  });

  it('is a text of the body, and never a number, which would be written anew', () => {
    assert.equal(piece({ body: ['id'] }), 'seven');
    assert.equal(piece({ body: ['in', 'list', '0'] }), 'first');
    assert.equal(piece({ body: ['n'] }), undefined);
    assert.equal(piece({ body: ['id'] }, Buffer.from('{')), undefined);
  });

  it('is a fixed text', () => {
    assert.equal(piece({ text: '.' }), '.');
  });
});
