/** One keep-alive HTTP/1.1 connection with one request in flight, as cheap as Node allows: the load must not be what is measured. */
import { connect, type Socket } from 'node:net';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

const headEnd = '\r\n\r\n';
const contentLength = /\r\ncontent-length: (\d+)/i;
const statusAt = 'HTTP/1.1 '.length;

export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

export class HttpConnection {
  private readonly socket: Socket;
  private received = '';
  private waiting: { resolve(answer: HttpAnswer): void; reject(error: Error): void } | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text) => this.take(String(text)));
    socket.on('error', ({ message }) => this.fail(new ConnectionLost(message)));
    socket.on('close', () => this.fail(new ConnectionLost('the server closed the connection')));
  }

  static open(port: number, localAddress: string): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, localAddress });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new HttpConnection(socket));
      });
    });
  }

  /** Servers close connections that were idle for long. */
  isOpen(): boolean {
    return this.socket.readyState === 'open';
  }

  /** Rejects when the connection ends first; it is of no use afterwards. */
  send(request: string): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      if (!this.isOpen()) {
        reject(new ConnectionLost('the connection is closed'));
        return;
      }
      this.waiting = { resolve, reject };
      this.socket.write(request, 'latin1');
    });
  }

  close(): void {
    this.waiting = undefined;
    this.socket.destroy();
  }

  private fail(error: Error): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.reject(error);
  }

  private take(text: string): void {
    this.received += text;
    const bodyAt = this.received.indexOf(headEnd);
    if (bodyAt < 0) return;
    const length = Number(contentLength.exec(this.received)?.[1] ?? 0);
    const end = bodyAt + headEnd.length + length;
    if (this.received.length < end) return;
    const answer = {
      status: Number(this.received.slice(statusAt, statusAt + 3)),
      body: this.received.slice(bodyAt + headEnd.length, end),
    };
    this.received = this.received.slice(end);
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve(answer);
  }
}
