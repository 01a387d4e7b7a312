/** A witness of C2SP tlog-witness on loopback that remembers what it saw; `isGrown` says whether a proof holds. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  cosignature,
  parseCheckpoint,
  parseNote,
  type Signer,
  signaturesBy,
  type TreeHead,
  type Verifier,
} from '../../src/tlog/note.ts';

export interface Growth {
  readonly older: TreeHead;
  readonly newer: TreeHead;
  readonly proof: readonly string[];
}

export interface FakeWitness {
  readonly url: string;
  /** What it saw last; may be set, as if it had seen another log. */
  seen: TreeHead | undefined;
  /** Status of the answers so far. */
  readonly answered: number[];
  close(): Promise<void>;
}

interface Given {
  readonly status: number;
  readonly body: string;
}

const requestPattern = /^old (0|[1-9]\d*)\n((?:[A-Za-z0-9+/=]+\n)*)\n([\s\S]+)$/;

export const startFakeWitness = async (
  log: () => Verifier,
  signer: Signer,
  isGrown: (growth: Growth) => Promise<boolean>,
): Promise<FakeWitness> => {
  const answered: number[] = [];
  const witness: { seen: TreeHead | undefined } = { seen: undefined };
  const extend = async (old: number, lines: string, newer: TreeHead, text: string): Promise<Given> => {
    const older = witness.seen;
    const size = older?.size ?? 0;
    const isSame = older !== undefined && Buffer.compare(older.root, newer.root) === 0;
    if (old !== size || (size === newer.size && !isSame)) return { status: 409, body: `${size}\n` };
    const proof = lines.split('\n').filter((line) => line !== '');
    const holds = older === undefined || isSame ? proof.length === 0 : await isGrown({ older, newer, proof });
    if (!holds) return { status: 422, body: '' };
    witness.seen = newer;
    return { status: 200, body: cosignature(text, Math.floor(Date.now() / 1_000), signer) };
  };
  const judge = async (body: string): Promise<Given> => {
    const [, old, lines = '', checkpoint = ''] = requestPattern.exec(body) ?? [];
    const note = parseNote(checkpoint);
    const newer = note && parseCheckpoint(note.text);
    if (old === undefined || note === undefined || newer === undefined) return { status: 400, body: '' };
    if (newer.origin !== log().name) return { status: 404, body: '' };
    if (signaturesBy(note, log()) === undefined) return { status: 403, body: '' };
    return Number(old) > newer.size
      ? { status: 400, body: '' }
      : await extend(Number(old), lines, newer, note.text);
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const isAsked = request.method === 'POST' && request.url === '/add-checkpoint';
      const given = isAsked
        ? judge(Buffer.concat(chunks).toString('utf8'))
        : Promise.resolve({ status: 404, body: '' });
      void given.then(({ status, body }) => {
        answered.push(status);
        response
          .writeHead(status, { 'content-type': status === 409 ? 'text/x.tlog.size' : 'text/plain' })
          .end(body);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get seen() {
      return witness.seen;
    },
    set seen(head) {
      witness.seen = head;
    },
    answered,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
