import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import type { XrayDaemon } from '../../../../local/aws/xray/daemon.ts';
import { until } from '../../../until.ts';
import { type LocalXray, segment, startXray, traceId } from './local-xray.ts';

describe('X-Ray daemon', () => {
  let aws: LocalXray;
  let daemon: XrayDaemon;
  beforeEach(async () => {
    aws = await startXray();
    daemon = await aws.xray.listen();
  });
  afterEach(async () => {
    await daemon[Symbol.asyncDispose]();
    await aws.close();
  });

  const header = '{"format":"json","version":1}';

  async function send(...datagrams: readonly string[]): Promise<void> {
    const socket = createSocket('udp4');
    const [address, port] = daemon.address.split(':');
    for (const datagram of datagrams) {
      await new Promise((sent) => socket.send(datagram, Number(port), address, sent));
    }
    socket.close();
  }

  const stored = async () => ((await aws.summaries()).TraceSummaries ?? []).map(({ Id }) => Id).toSorted();

  it('takes a document behind its header, and several of them', async () => {
    const [one, two, three] = [1, 2, 3].map((n) => JSON.stringify(segment({ trace_id: traceId(n) })));
    await send(`${header}\n${one}`, `{"format": "json", "version": 1}\n${two}\n${three}\n`);
    await until(async () => (await stored()).length === 3);
    assert.deepEqual(await stored(), [1, 2, 3].map(traceId));
    assert.deepEqual(aws.notes, []);
  });

  it('drops what is no document, and says so once', async () => {
    await send('hello', `${header}\n{"id":1}`, `${header}\nnothing`, `${header}\n${JSON.stringify(segment())}`);
    // The last of them, after which all have been read.
    await until(async () => (await stored()).length > 0);
    assert.deepEqual(await stored(), [traceId(1)]);
    assert.equal(aws.notes.length, 1);
    assert.match(aws.notes[0] ?? '', /begins with "hello"/);
  });

  it('takes a port of its own beside another daemon', async () => {
    const another = await aws.xray.listen();
    assert.notEqual(another.address, daemon.address);
    assert.match(another.address, /^127\.0\.0\.1:\d+$/);
    await another[Symbol.asyncDispose]();
  });
});
