/** Callers of a waiting room who ask one node after the other and insist when a node dies. */
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../support/eventually.ts';
import { type Answer, call, expectStatus, text } from './api.ts';
import { orderFor, payUntilDecided } from './sales.ts';

export interface QueueCaller {
  readonly session: Readonly<Record<string, string>>;
  readonly id: string;
  entry: string;
}

export interface Line {
  readonly queueId: string;
  readonly showtimeId: string;
  /** The nodes that are up. */
  urls(): readonly string[];
}

const insistMs = 60_000;
let turn = 0;

/** At one node after the other, until one answers. */
const insist = ({ urls }: Line, ask: (url: string) => Promise<Answer>): Promise<Answer> =>
  eventually(async () => {
    const open = urls();
    turn += 1;
    const answer = await ask(open[turn % open.length] ?? '');
    if (answer.status === 503) throw new Error(answer.text);
    return answer;
  }, insistMs);

export const newSession = async (line: Line): Promise<QueueCaller['session']> => {
  const { headers } = await insist(line, (url) => call(url, 'GET', '/v1/theaters?limit=1'));
  return { 'guest-session': text(headers.get('guest-session')) };
};

export const enterQueue = async (line: Line, session: QueueCaller['session']): Promise<QueueCaller> => {
  const path = `/v1/queues/${line.queueId}/entries`;
  const answer = await insist(line, (url) => call(url, 'POST', path, { headers: session }));
  const { id, entry } = expectStatus(answer, 201).body;
  return { session, id: text(id), entry: text(entry) };
};

export const lookAt = async (line: Line, caller: QueueCaller): Promise<Answer['body']> => {
  const headers = { ...caller.session, 'queue-entry': caller.entry };
  const path = `/v1/queues/${line.queueId}/entry`;
  const { body } = expectStatus(await insist(line, (url) => call(url, 'GET', path, { headers })), 200);
  caller.entry = text(body.entry);
  return body;
};

export const holdByTurn = (line: Line, { session }: QueueCaller, admission: string): Promise<Answer> =>
  insist(line, (url) =>
    call(url, 'POST', `/v1/showtimes/${line.showtimeId}/holds`, {
      headers: { ...session, 'queue-admission': admission },
      body: { bestAvailable: { count: 1 } },
    }),
  );

/** Waits for the turn, holds a seat and pays for it. Gives what the caller was told last. */
export const buyByTurn = async (line: Line, caller: QueueCaller): Promise<Answer> => {
  for (;;) {
    const { status, admission } = await lookAt(line, caller);
    if (status === 'admitted') {
      const held = expectStatus(await holdByTurn(line, caller, text(admission)), 201);
      return payUntilDecided(line.urls, orderFor(held.body, 'tok_ok'));
    }
    if (status === 'over') throw new Error(`the turn of ${caller.id} is over`);
    await pause(200);
  }
};
