import type { ApiInstance } from '../ApiInstance.ts';
import { ProblemError } from '../problems/Problem.ts';
import { routeOf } from '../routeOf.ts';
import { laneOf } from './lanes.ts';

interface RequestTurnsLimits {
  /** Requests that begin in one turn of the event loop. */
  readonly perTurn: number;
  /** Of those, while requests of all lanes wait. */
  readonly sellingPerTurn: number;
  /** In line, of selling and as many of everything else; one more is answered `overloaded`. */
  readonly lineMax: number;
}

const requestTurnsLimits: RequestTurnsLimits = { perTurn: 64, sellingPerTurn: 48, lineMax: 20_000 };
const retryAfterSeconds = 1;

type Begin = () => void;

/**
 * Lets a bounded number of requests begin in one turn of the event loop; the others wait in line, selling first. In one turn
 * Node reads every socket that has something: when thousands call at once it would begin with all of them before it reads
 * what Postgres answered to the first.
 */
export const addRequestTurns = (
  app: ApiInstance,
  { perTurn, sellingPerTurn, lineMax }: RequestTurnsLimits = requestTurnsLimits,
): void => {
  const selling: Begin[] = [];
  const others: Begin[] = [];
  let begun = 0;

  const beginNext = (): void => {
    const sellingNow = selling.splice(0, Math.max(sellingPerTurn, perTurn - others.length));
    const next = [...sellingNow, ...others.splice(0, perTurn - sellingNow.length)];
    begun = next.length;
    if (begun > 0) setImmediate(beginNext);
    for (const begin of next) begin();
  };

  app.addHook('onRequest', (request, _reply, done) => {
    if (routeOf(request).config.neverShed === true) return done();
    const line = laneOf(request) === 'selling' ? selling : others;
    if (line.length >= lineMax) return done(new ProblemError({ name: 'overloaded', retryAfterSeconds }));
    if (begun === 0) setImmediate(beginNext);
    if (begun < perTurn && line.length === 0) {
      begun += 1;
      return done();
    }
    line.push(() => done());
  });
};
