import type { Runners } from '../../commands/runners.ts';
import { settlementIdOf } from '../../commands/settlement/settlementId.ts';
import { type LeftOut, type SettlementLine, settlementLimits } from '../../domain/settlement/events.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import type { Job, ProcessLogger } from '../engine/runJob.ts';
import { systemContext } from '../engine/systemContext.ts';

interface Day {
  readonly theaterId: string;
  readonly businessDate: string;
}

type TheaterLine = SettlementLine & { readonly theaterId: string };

export interface IssueSettlementsDeps {
  /** Business dates that are over and have no statement, or one that no longer holds. */
  dueDays(nowMs: number, limit: number): Promise<readonly Day[]>;
  /** Up to where the read model has applied the log. */
  position(): Promise<Position>;
  /** Streams that the read model has parked and that may be of the day. */
  leftOut(day: {
    readonly businessDate: string;
    readonly theaterIds: readonly string[];
  }): Promise<readonly LeftOut[]>;
  lines(
    day: { readonly businessDate: string; readonly theaterIds: readonly string[]; readonly upTo: Position },
    page: { readonly limit: number },
  ): Promise<{ readonly items: readonly TheaterLine[]; readonly nextCursor: string | null }>;
  readonly settlements: Pick<Runners['settlements'], 'execute'>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: ProcessLogger;
}

const everyMs = 60_000;
const daysPerPassMax = 50;

/** Records the statement of each theater's business date once it is over, and another one when a correction came. */
export const issueSettlements = (deps: IssueSettlementsDeps): Job => {
  const { dueDays, position, leftOut, lines, settlements, clock, ids, logger } = deps;
  const issue = async ({ theaterId, businessDate }: Day): Promise<boolean> => {
    const upTo = await position();
    const parked = await leftOut({ businessDate, theaterIds: [theaterId] });
    const day = { businessDate, theaterIds: [theaterId], upTo };
    const { items, nextCursor } = await lines(day, { limit: settlementLimits.linesMax });
    if (nextCursor !== null) {
      logger.warn({ theaterId, businessDate }, 'a business date has too many lines for one statement');
      return false;
    }
    const settled = items.map(({ theaterId: _theater, ...line }) => line);
    const outcome = await settlements.execute(
      settlementIdOf(theaterId, businessDate),
      { type: 'IssueSettlement', theaterId, businessDate, upTo, lines: settled, leftOut: parked },
      systemContext(ids),
    );
    return outcome.outcome === 'done' && outcome.events.length > 0;
  };
  return {
    name: 'issue_settlements',
    everyMs,
    pass: async () => {
      const due = await dueDays(clock.nowMs(), daysPerPassMax);
      let issued = 0;
      for (const day of due) if (await issue(day)) issued += 1;
      return due.length === daysPerPassMax && issued > 0 ? 'more' : undefined;
    },
  };
};
