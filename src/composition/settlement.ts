import { settlementRoutes } from '../api/settlement/routes.ts';
import { issueSettlements } from '../processes/settlement/issueSettlements.ts';
import { summarizeShowtimes } from '../processes/showtime/summarizeShowtimes.ts';
import type { Slice } from './engine/Slice.ts';

export const settlement: Slice = {
  jobs: ({ settlements: queries, reports, commands, clock, ids, logger }) => {
    const { dueDays, leftOut, dueSummaries: due, lines } = queries;
    const { settlements, showtimes } = commands;
    return [
      issueSettlements({
        dueDays,
        leftOut,
        lines,
        position: reports.position,
        settlements,
        clock,
        ids,
        logger,
      }),
      summarizeShowtimes({ due, showtimes, clock, ids }),
    ];
  },
  routes: settlementRoutes,
};
