import type { Problem } from '../../../shared/api/Problem.ts';
import { storedScans } from '../gateStore.ts';
import type { Kit } from '../kit/Kit.ts';
import { type Asked, askCheckIn } from './checkInCalls.ts';
import { isRefusal } from './isRefusal.ts';
import { judgeTicket } from './judgeTicket.ts';
import { readTicket } from './readTicket.ts';
import type { Ticket, Verdict } from './Scan.ts';

export interface Admitted {
  readonly verdict: Verdict;
  /** Present when the ticket was admitted. */
  readonly scanId?: string;
}

type Showing = Pick<Verdict, 'showtimeId'>;

const refusedBy = ({ kind, body }: Problem, showing: Showing): Verdict => {
  const at = body.admittedAt ?? body.opensAt;
  return {
    tone: 'out',
    why: kind === 'invalid-ticket' && body.why === 'expired' ? 'expired' : kind,
    ...(typeof at === 'string' ? { at } : {}),
    ...(typeof body.where === 'string' ? { where: body.where } : {}),
    ...showing,
  };
};

/** Undefined while the box office cannot be asked. It may have newer keys than this gate. */
const askBoxOffice = async (scan: Asked, showing: Showing): Promise<Admitted | undefined> => {
  try {
    const { seatIds, checkinId, bookingId, reference } = await askCheckIn(scan);
    const id = checkinId === undefined ? {} : { checkinId };
    await storedScans.add({ ...scan, bookingId, reference, seatIds, state: 'sent', ...id });
    return { scanId: scan.id, verdict: { tone: 'in', seatIds, ...showing, isOffline: false } };
  } catch (error) {
    return isRefusal(error) ? { verdict: refusedBy(error, showing) } : undefined;
  }
};

const judgeHere = async (scan: Asked, ticket: Ticket | undefined, kit: Kit): Promise<Admitted> => {
  const scans = storedScans.store.get();
  const verdict = judgeTicket(ticket, { kit, scans, onlyShow: scan.onlyShow, nowMs: Date.now() });
  if (verdict.tone === 'out' || ticket === undefined) return { verdict };
  const { bookingId, reference } = ticket;
  await storedScans.add({ ...scan, bookingId, reference, seatIds: verdict.seatIds, state: 'waiting' });
  return { scanId: scan.id, verdict };
};

/** Lets the holders of a ticket in, or not: as the box office says, else by what this gate knows. */
export const admit = async (code: string, kit: Kit, onlyShow: string | undefined): Promise<Admitted> => {
  const scan = {
    ...{ id: crypto.randomUUID(), code, scannedAt: new Date().toISOString() },
    ...(onlyShow === undefined ? {} : { onlyShow }),
  };
  const ticket = await readTicket(code, kit.keys);
  if (!navigator.onLine) return await judgeHere(scan, ticket, kit);
  const showing = ticket === undefined ? {} : { showtimeId: ticket.showtimeId };
  const asked = { ...scan, asked: true } as const;
  return (await askBoxOffice(scan, showing)) ?? (await judgeHere(asked, ticket, kit));
};
