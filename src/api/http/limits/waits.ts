import type { FastifyRequest } from 'fastify';
import { Counter, Gauge, type Registry } from 'prom-client';
import { createWaitAllotment, type WaitEnd, waitLimits } from '../../../commands/limits/waitAllotment.ts';
import type { SteadyClock } from '../../../ports/Clock.ts';
import type { Revocations } from '../../../ports/Revocations.ts';
import type { ApiInstance } from '../ApiInstance.ts';
import { mayActFor } from '../auth/Caller.ts';
import { isTokenGood } from '../auth/callerReader.ts';
import { ProblemError } from '../problems/Problem.ts';
import { callerKeyOf } from './asker.ts';
import { type BudgetDeps, exemptStaff, refuseBudget } from './budgetGuard.ts';

export interface WaitAsked {
  readonly room: string;
  readonly roomMax: number;
  readonly lifeMs: number;
  /** How many of one caller may be open, and whose staff are exempt; asked only of a caller who waits already. */
  budget(): Promise<{ readonly streamsMax: number; readonly theaterIds: readonly string[] }>;
  leave(): void;
}

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * A place among all answers that stay open. Throws budget-exhausted, or overloaded when the node is full and no address has
     * more than others. Returns how to give the place back.
     */
    joinWaiting(request: FastifyRequest, asked: WaitAsked): Promise<() => void>;
  }
}

export interface WaitsDeps extends Pick<BudgetDeps, 'budgetCounts'> {
  readonly revocations: Pick<Revocations, 'isRevoked'>;
  readonly clock: SteadyClock;
  readonly metrics: Registry;
}

const sweepEveryMs = 1_000;
const retryAfterMs = 5_000;
/** So that streams that began together do not end together. */
const lifeSpread = 0.2;

const measured = (metrics: Registry, size: () => number): ((why: WaitEnd) => void) => {
  new Gauge({
    name: 'marquee_waits_open',
    help: 'Answers that stay open: live streams and long polls.',
    registers: [metrics],
    collect() {
      this.set(size());
    },
  });
  const ended = new Counter({
    name: 'marquee_waits_ended_total',
    help: 'Answers that were ended before their caller did: for others, after their longest life, or with their token.',
    labelNames: ['why'] as const,
    registers: [metrics],
  });
  for (const why of ['displaced', 'lifetime', 'token'] as const) ended.inc({ why }, 0);
  return (why) => ended.inc({ why });
};

export const addWaits = (app: ApiInstance, deps: WaitsDeps): void => {
  const { revocations, clock } = deps;
  const allotment = createWaitAllotment(measured(deps.metrics, () => allotment.size));
  const sweeping = setInterval(() => allotment.sweep(clock.steadyMs()), sweepEveryMs);
  sweeping.unref();
  app.addHook('onClose', async () => clearInterval(sweeping));

  const refuse = (): never => refuseBudget(deps, { budget: 'streams', retryAfterMs });
  const demandBudget = (
    request: FastifyRequest,
    { caller, room }: { readonly caller: string; readonly room: string },
    budget: Awaited<ReturnType<WaitAsked['budget']>> | undefined,
  ): void => {
    if (allotment.ofConnection(request.socket) >= waitLimits.perConnectionMax) refuse();
    if (budget === undefined || allotment.ofCaller(caller) < budget.streamsMax) return;
    if (!budget.theaterIds.some((id) => mayActFor(request.caller, id))) refuse();
    exemptStaff(deps, request, { budget: 'streams' }, { room });
  };

  app.decorate('joinWaiting', async (request, { budget, lifeMs, ...asked }) => {
    const asker = app.askerOf(request);
    const caller = asker?.caller ?? callerKeyOf(app, request);
    const { room } = asked;
    const known = asker !== undefined && allotment.ofCaller(caller) > 0 ? await budget() : undefined;
    // From here on nothing waits: requests that come together are counted one after the other.
    if (asker !== undefined) demandBudget(request, { caller, room }, known);
    const leave = allotment.join({
      ...asked,
      ...{ caller, address: asker?.address, connection: request.socket },
      endsAtMs: clock.steadyMs() + lifeMs * (1 - lifeSpread * Math.random()),
      isStillAllowed: () => isTokenGood(request.caller, revocations, clock.nowMs()),
    });
    if (leave === undefined) throw new ProblemError({ name: 'overloaded', retryAfterSeconds: 1 });
    return leave;
  });
};
