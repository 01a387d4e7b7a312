/**
 * A way to an engine that can be cut, blocked and opened again, so that an engine is lost to the program while it lives
 * on for everybody else.
 */
import { once } from 'node:events';
import { connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** As when the engine is killed: connections break, new ones are refused. */
  cut(): Promise<void>;
  /** As when the engine hangs: connections stay, new ones are taken, nothing is answered. */
  block(): void;
  /** After either, as if nothing had been. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/** From a free port on loopback to `target`, a port or a socket of this machine. */
export const startTcpProxy = async (target: NetConnectOpts): Promise<TcpProxy> => {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let blocked = false;
  let port = 0;

  const pass = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.on('data', (chunk) => {
      if (!to.write(chunk)) from.pause();
    });
    from.on('drain', () => {
      if (!blocked) to.resume();
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    if (blocked) from.pause();
  };

  const listen = async (): Promise<void> => {
    const listening = createServer((near) => {
      const far = connect(target);
      pass(near, far);
      pass(far, near);
    });
    listening.listen(port, '127.0.0.1');
    await once(listening, 'listening');
    const address = listening.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    port = address.port;
    server = listening;
  };

  const cut = async (): Promise<void> => {
    const listening = server;
    server = undefined;
    const closed = listening === undefined ? undefined : once(listening, 'close');
    listening?.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  await listen();
  return {
    get port() {
      return port;
    },
    cut,
    block: () => {
      blocked = true;
      for (const socket of sockets) socket.pause();
    },
    open: async () => {
      blocked = false;
      for (const socket of sockets) socket.resume();
      if (server === undefined) await listen();
    },
    close: cut,
  };
};
