import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from '../../../trials/bench/aws/certificate.ts';

describe('self-signed certificate', () => {
  it('is one that a client who trusts it takes from 127.0.0.1', async () => {
    const { key, certificate } = selfSigned();
    const server = createServer({ key, cert: certificate }, (_, response) => void response.end()).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    // A TCP server that listens has an address object.
    const { port } = server.address() as AddressInfo;
    const sent = request({ host: '127.0.0.1', port, ca: certificate, agent: false }).end();
    const [response] = await once(sent, 'response');
    response.resume();
    server.close();

    assert.equal(response.statusCode, 200);
  });

  it('is its own authority, and holds about now', () => {
    const certificate = new X509Certificate(selfSigned().certificate);

    assert.ok(certificate.ca && certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey));
    assert.equal(certificate.checkIP('127.0.0.1'), '127.0.0.1');
    assert.ok(certificate.validFromDate.getTime() < Date.now() && Date.now() < certificate.validToDate.getTime());
  });
});
