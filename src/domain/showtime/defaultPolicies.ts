/** The house rules of a cinema that set none of its own. */
import type { ShowtimePolicies } from './events.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export const defaultPolicies: ShowtimePolicies = {
  holdTtlMs: 10 * minuteMs,
  holdCapMs: 20 * minuteMs,
  seatsPerHoldMax: 10,
  loneSeatRule: 'warn',
  refunds: [
    { fromMsBefore: 24 * hourMs, percent: 95 },
    { fromMsBefore: 4 * hourMs, percent: 50 },
    { fromMsBefore: hourMs, percent: 25 },
  ],
};

/** How long after its start a showtime is still sold. */
export const salesCloseAfterStartMs = 15 * minuteMs;
