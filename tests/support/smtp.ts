/** A mail server in the test's own process: takes mail, keeps it, and says or does on demand what real ones do. */
import { createServer, type Socket } from 'node:net';

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as they came, with the dots undone. */
  readonly data: string;
}

/** What to answer to a command instead of yes; `drop` hangs up, `silence` never answers. */
type Reply = string | 'drop' | 'silence';

export interface TestSmtp {
  readonly url: string;
  readonly received: Mail[];
  /** Replies by command (`RCPT`, `DATA`, …); `END` is the answer after a mail's last line, which was kept by then. */
  readonly replies: Map<string, Reply>;
  /** Every line that came, commands and data. */
  readonly lines: string[];
  close(): Promise<void>;
}

const usualReplies: Readonly<Record<string, string>> = {
  GREETING: '220 test',
  EHLO: '250-test\r\n250 SIZE 10000000',
  DATA: '354 go on',
  QUIT: '221 bye',
};

export const startTestSmtp = async (): Promise<TestSmtp> => {
  const received: Mail[] = [];
  const lines: string[] = [];
  const replies = new Map<string, Reply>();
  const sockets = new Set<Socket>();

  const serve = (socket: Socket): void => {
    let mail = { from: '', to: [] as string[] };
    let data: string[] | undefined;
    let rest = '';

    const answer = (command: string): boolean => {
      const reply = replies.get(command) ?? usualReplies[command] ?? '250 OK';
      if (reply === 'drop') socket.destroy();
      else if (reply !== 'silence') socket.write(`${reply}\r\n`);
      return /^[23]/.test(reply);
    };
    const takeData = (line: string, before: string[]): void => {
      if (line !== '.') {
        before.push(line.replace(/^\./, ''));
        return;
      }
      received.push({ ...mail, data: before.join('\r\n') });
      data = undefined;
      answer('END');
    };
    const takeCommand = (line: string): void => {
      const command = line.slice(0, 4).toUpperCase();
      const [, address = ''] = /<(.*?)>/.exec(line) ?? [];
      const yes = answer(command);
      if (command === 'MAIL') mail = { from: address, to: [] };
      if (command === 'RCPT' && yes) mail.to.push(address);
      if (command === 'DATA' && yes) data = [];
      if (command === 'QUIT') socket.end();
    };
    socket.on('data', (chunk) => {
      const parts = (rest + chunk.toString('latin1')).split('\r\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        lines.push(line);
        if (data === undefined) takeCommand(line);
        else takeData(line, data);
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    sockets.add(socket);
    answer('GREETING');
  };

  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    received,
    replies,
    lines,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
