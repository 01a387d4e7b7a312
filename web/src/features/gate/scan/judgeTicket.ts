import type { GateShow, Kit } from '../kit/Kit.ts';
import type { Refused, Scan, Ticket, Verdict } from './Scan.ts';

export interface Judging {
  readonly kit: Kit;
  /** What this gate has let in already. */
  readonly scans: readonly Scan[];
  /** The only show that this gate admits to. */
  readonly onlyShow: string | undefined;
  readonly nowMs: number;
}

const out = (why: Refused, more: { readonly at?: string; readonly showtimeId?: string } = {}): Verdict => ({
  tone: 'out',
  why,
  ...more,
});

const judgeTime = ({ startsAt, endsAt, id }: GateShow, { kit, nowMs }: Judging): Verdict | undefined => {
  const opensAtMs = Date.parse(startsAt) - kit.opensBeforeMs;
  if (nowMs < opensAtMs) {
    return out('too-early', { at: new Date(opensAtMs).toISOString(), showtimeId: id });
  }
  return nowMs >= Date.parse(endsAt) ? out('expired', { showtimeId: id }) : undefined;
};

/** By the list and by what this gate has seen. A genuine ticket that is not on the list was bought after it was fetched. */
const judgeSeats = (ticket: Ticket, show: GateShow, { scans }: Judging): Verdict => {
  const { bookingId, seatIds, showtimeId } = ticket;
  const listed = show.bookings.find((booking) => booking.bookingId === bookingId);
  if (listed?.status === 'cancelled' || listed?.status === 'expired') {
    return out('not-confirmed', { showtimeId });
  }
  const known = listed?.status === 'confirmed' ? listed : undefined;
  const opened = known === undefined ? seatIds : seatIds.filter((id) => known.seatIds.includes(id));
  if (opened.length === 0) return out('not-confirmed', { showtimeId });
  const ours = scans.filter((scan) => scan.bookingId === bookingId);
  const inside = new Set([...ours.flatMap((scan) => scan.seatIds), ...(known?.admittedSeatIds ?? [])]);
  const left = opened.filter((id) => !inside.has(id));
  if (left.length === 0) {
    const at = ours.at(-1)?.scannedAt;
    return out('already-admitted', { showtimeId, ...(at === undefined ? {} : { at }) });
  }
  const isNew = known === undefined ? { isNew: true } : {};
  return { tone: 'in', seatIds: left, showtimeId, isOffline: true, ...isNew };
};

/** Without a network. Undefined for a code that the box office has not signed. */
export const judgeTicket = (ticket: Ticket | undefined, judging: Judging): Verdict => {
  const { kit, onlyShow, nowMs } = judging;
  if (ticket === undefined) return out('invalid-ticket');
  if (ticket.exp * 1_000 <= nowMs) return out('expired');
  const show = kit.shows.find(({ id }) => id === ticket.showtimeId);
  if (show === undefined) return out('other-day');
  if (onlyShow !== undefined && onlyShow !== show.id) return out('wrong-showtime', { showtimeId: show.id });
  return judgeTime(show, judging) ?? judgeSeats(ticket, show, judging);
};
