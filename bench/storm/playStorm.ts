/** Plays a storm against a showtime: each step at its instant, the steps of one visitor one after the other. */
import { setTimeout as pause } from 'node:timers/promises';
import type { StaffStep, StormStep, VisitorStep } from '../../src/cli/storm/stormFile.ts';
import type { Answered, Client } from '../crowd/client.ts';
import { ascending } from '../figures.ts';
import type { Post } from '../posting.ts';
import { playStaffStep } from './playStaffStep.ts';
import { openVisitor, type Visitor } from './visitor.ts';

export interface Played {
  readonly seconds: number;
  readonly visitors: ReadonlyMap<number, Visitor>;
  /** From the instant that a step was due. Sorted. */
  readonly holdLatenciesMs: readonly number[];
  /** By step and answer, such as `hold 409 seats-unavailable`. */
  readonly answers: ReadonlyMap<string, number>;
  /** Behind the clock of the storm, at most. */
  readonly lateMs: number;
}

export interface StormTarget {
  readonly client: Client;
  readonly post: Post;
  readonly showtimeId: string;
}

/** Steps that were begun and not answered; the next waits for one of them. */
const inFlightMax = 5_000;

const nameOf = ({ status, json }: Answered): string => {
  const type = typeof json.type === 'string' ? json.type.replace(/^.*\//, '') : '';
  return status < 400 ? String(status) : `${status} ${type}`.trim();
};

export const playStorm = async (
  { client, post, showtimeId }: StormTarget,
  steps: readonly StormStep[],
  speed: number,
): Promise<Played> => {
  const visitors = new Map<number, Visitor>();
  const turns = new Map<number, Promise<void>>();
  const inFlight = new Set<Promise<void>>();
  const answers = new Map<string, number>();
  const latenciesMs: number[] = [];
  let lateMs = 0;

  const note = (what: string): void => void answers.set(what, (answers.get(what) ?? 0) + 1);
  const staff = (step: StaffStep): Promise<void> =>
    playStaffStep(post, showtimeId, step).then(
      () => note(`${step.do} 200`),
      () => note(`${step.do} refused`),
    );
  const visit = (step: VisitorStep, dueMs: number): Promise<void> => {
    const { visitor: nth } = step;
    const visitor = visitors.get(nth) ?? openVisitor(client, showtimeId, nth);
    visitors.set(nth, visitor);
    const turn = (turns.get(nth) ?? Promise.resolve()).then(async () => {
      const answer = await visitor.take(step);
      if (answer === undefined) return note(`${step.do} nothing to do`);
      note(`${step.do} ${nameOf(answer)}`);
      if (step.do === 'hold' || step.do === 'hold-best') latenciesMs.push(performance.now() - dueMs);
    });
    const settled = turn.catch(({ message }: Error) => note(`${step.do} failed: ${message}`));
    turns.set(nth, settled);
    return settled;
  };

  const startMs = performance.now();
  for (const step of steps) {
    const dueMs = startMs + step.atMs / speed;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await pause(waitMs);
    if (inFlight.size >= inFlightMax) await Promise.race(inFlight);
    lateMs = Math.max(lateMs, performance.now() - dueMs);
    const begun = ('visitor' in step ? visit(step, dueMs) : staff(step)).finally(() =>
      inFlight.delete(begun),
    );
    inFlight.add(begun);
  }
  await Promise.all(inFlight);
  return {
    seconds: (performance.now() - startMs) / 1_000,
    holdLatenciesMs: ascending(latenciesMs),
    ...{ visitors, answers, lateMs },
  };
};
