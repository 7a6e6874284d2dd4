import { connect, type Socket } from 'node:net';

/** Where requests go to. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What came of a request: its status, or nothing when the connection ended without one. */
export type ResponseStatus = number | undefined;

/** Below the 5 s after which Node's server ends a connection that nothing comes over: a request must not cross with that. */
const keepAliveMs = 4_000;

/**
 * A kept-alive connection that sends requests made beforehand, one after the other, and reads of the answers what it must: an
 * attacker's cost a request, so that two cores are enough for both sides.
 */
export class Connection {
  readonly #address: Address;
  #socket: Socket | undefined;
  #answeredAt = Infinity;
  #received = '';
  #answered: (status: ResponseStatus) => void = () => {};

  constructor(address: Address) {
    this.#address = address;
  }

  /** Opens it when it is not open. */
  open(): Promise<void> {
    const socket = this.#socket ?? this.#connect();
    if (!socket.connecting) return Promise.resolve();
    return new Promise((resolve) => socket.once('connect', resolve).once('close', () => resolve()));
  }

  send(request: Buffer): Promise<ResponseStatus> {
    if (this.#socket && performance.now() - this.#answeredAt > keepAliveMs) this.#forget(this.#socket);
    const socket = this.#socket ?? this.#connect();
    const answer = new Promise<ResponseStatus>((resolve) => {
      this.#answered = resolve;
    });
    socket.write(request);
    return answer;
  }

  /** Without waiting for an answer. */
  write(bytes: Buffer): void {
    (this.#socket ?? this.#connect()).write(bytes);
  }

  /** When the other side has ended it, with the status it gave. */
  ended(): Promise<ResponseStatus> {
    return new Promise((resolve) => {
      this.#answered = resolve;
    });
  }

  /** Nothing more is heard of it. */
  close(): void {
    this.#answered = () => {};
    this.#socket?.destroy();
  }

  #connect(): Socket {
    const socket = connect(this.#address);
    this.#socket = socket;
    this.#answeredAt = Infinity;
    this.#received = '';
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.#received += text;
      const answer = /^HTTP\/1\.1 (\d{3})[\s\S]*?\r\n\r\n/.exec(this.#received);
      if (!answer) return;
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(answer[0])?.[1] ?? 0);
      if (this.#received.length < answer[0].length + length) return;
      this.#received = '';
      this.#answeredAt = performance.now();
      // The other side says so when it takes no more: a request sent into its closing would be lost.
      if (/\r\nconnection: close/i.test(answer[0])) this.#forget(socket);
      this.#answered(Number(answer[1]));
    });
    // What ends without an answer is counted by its having none.
    socket.on('error', () => {});
    socket.once('close', () => {
      if (this.#socket !== socket) return;
      this.#forget(socket);
      this.#answered(undefined);
    });
    return socket;
  }

  #forget(socket: Socket): void {
    if (this.#socket === socket) this.#socket = undefined;
    socket.destroy();
  }
}
