import { setTimeout as pause } from 'node:timers/promises';
import { type HttpAnswer, HttpConnection } from '../load/HttpConnection.ts';
import { type DueList, dueList } from './dueList.ts';

/** One caller's next request, and what follows from its answer. */
export interface Errand {
  /** Of a caller who has a connection of their own: it does not wait for those of others. */
  readonly isUrgent?: boolean;
  readonly text: string;
  /** Gives the next errand of the caller and when it is due; undefined when the caller has left. */
  answered(answer: HttpAnswer): { readonly afterMs: number; readonly errand: Errand } | undefined;
}

export interface Errands {
  readonly due: DueList<Errand>;
  /** Due in each second since the start: many clients send in time, however busy the one that plays them is. */
  readonly perSecond: readonly number[];
  readonly latenciesMs: readonly number[];
  /** Answers that were none of those expected, by status. */
  readonly unexpected: ReadonlyMap<number, number>;
  /** Requests whose connection ended before the answer; they were sent again. */
  lost(): number;
}

const connectionsMax = 500;
const idleMs = 5;
const expected: readonly number[] = [200, 201, 202, 409];

/** Runs errands over 500 connections until `isOver` says so or none is left. */
export const runErrands = async (
  port: number,
  fill: (due: DueList<Errand>) => void,
  isOver: () => boolean,
): Promise<Errands> => {
  const due = dueList<Errand>();
  const urgent = dueList<Errand>();
  const perSecond: number[] = [];
  const latenciesMs: number[] = [];
  const unexpected = new Map<number, number>();
  let running = 0;
  fill(due);
  const startMs = performance.now();
  let lost = 0;
  const open = () => HttpConnection.open(port, '127.0.0.1');
  const put = (dueMs: number, errand: Errand): void =>
    (errand.isUrgent === true ? urgent : due).add(dueMs, errand);
  const ask = async (connection: HttpConnection, { text }: Errand, dueMs: number): Promise<HttpAnswer> => {
    const sentMs = performance.now();
    const answer = await connection.send(text);
    const second = Math.floor((dueMs - startMs) / 1_000);
    perSecond[second] = (perSecond[second] ?? 0) + 1;
    latenciesMs.push(performance.now() - sentMs);
    if (!expected.includes(answer.status)) {
      unexpected.set(answer.status, (unexpected.get(answer.status) ?? 0) + 1);
    }
    return answer;
  };
  /** What follows at once goes over the same connection. Gives the errand whose answer was lost. */
  const run = async (
    connection: HttpConnection,
    { item, dueMs }: { readonly item: Errand; readonly dueMs: number },
  ): Promise<Errand | undefined> => {
    let errandDueMs = dueMs;
    for (let errand: Errand | undefined = item; errand !== undefined; ) {
      const answer: HttpAnswer | undefined = await ask(connection, errand, errandDueMs).catch(
        () => undefined,
      );
      if (answer === undefined) return errand;
      errandDueMs = performance.now();
      const then = errand.answered(answer);
      errand = then?.afterMs === 0 ? then.errand : undefined;
      if (then !== undefined && then.afterMs > 0) put(performance.now() + then.afterMs, then.errand);
    }
    return undefined;
  };
  const work = async (first: HttpConnection): Promise<void> => {
    let connection = first;
    while (!isOver() && (due.size() + urgent.size() > 0 || running > 0)) {
      if (!connection.isOpen()) connection = await open();
      const next = urgent.take(performance.now()) ?? due.take(performance.now());
      if (next === undefined) {
        await pause(idleMs);
        continue;
      }
      running += 1;
      const failed = await run(connection, next);
      running -= 1;
      if (failed === undefined) continue;
      lost += 1;
      put(performance.now(), failed);
      connection = await open();
    }
    connection.close();
  };
  const connections = await Promise.all(Array.from({ length: connectionsMax }, open));
  await Promise.all(connections.map(work));
  return { due, perSecond, latenciesMs, unexpected, lost: () => lost };
};
