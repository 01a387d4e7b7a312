import type { z } from 'zod';
import type { TheaterTexts } from '../../commands/theater/theaterTexts.ts';
import { bookingReference } from '../../domain/booking/reference.ts';
import { bookingIdAt } from '../../domain/showtime/inventory/claims.ts';
import { type SeatStatus, seatStatuses } from '../../domain/showtime/inventory/claimWords.ts';
import { seatLetter } from '../../domain/showtime/inventory/SeatInventory.ts';
import type { Showtime } from '../../domain/showtime/ShowtimeState.ts';
import type { SeatMap } from '../../domain/showtime/seatMap.ts';
import type { ReadableMap } from './readableMaps.ts';
import type { compactSeatMapShown, seatMapShown } from './schemas.ts';

const statusOfLetter: Readonly<Record<string, SeatStatus>> = Object.fromEntries(
  seatStatuses.map((status) => [seatLetter[status], status]),
);

/** What staff see of a seat besides its status. */
export interface SeatOwners {
  readonly blockedReason?: string;
  readonly bookingReference?: string;
}

const nothingKnown: SeatOwners = {};

export const seatMapView = (
  map: ReadableMap,
  ownersOf: (seatId: string) => SeatOwners = () => nothingKnown,
): z.output<typeof seatMapShown> => {
  const { ids, rows, numbers, types } = map.drawing;
  return {
    showtimeId: map.showtimeId,
    revision: map.revision,
    layoutVersion: map.layoutVersion,
    ...(map.stale === undefined ? {} : { stale: map.stale }),
    seats: ids.map((id, index) => {
      const row = rows[index];
      const number = numbers[index];
      const type = types[index];
      const status = statusOfLetter[map.status.charAt(index)];
      const price = type === undefined ? undefined : map.prices[type];
      if (row === undefined || number === undefined || type === undefined) throw partial(map, id);
      if (status === undefined || price === undefined) throw partial(map, id);
      return { id, row, number, type, status, price, ...ownersOf(id) };
    }),
  };
};

const partial = ({ showtimeId }: SeatMap, seatId: string): Error =>
  new Error(`seat ${seatId} is not whole in the map of ${showtimeId}`);

const compactTexts = new WeakMap<SeatMap, string>();

/** The compact seat map as JSON, made once per revision: most of what a stampede asks for. */
export const compactSeatMapText = (map: ReadableMap): string => {
  const made = compactTexts.get(map);
  if (made !== undefined) return made;
  const { showtimeId, revision, layoutVersion, status, stale } = map;
  const said = stale === undefined ? {} : { stale };
  const shown: z.output<typeof compactSeatMapShown> = {
    showtimeId,
    revision,
    layoutVersion,
    status,
    ...said,
  };
  const text = JSON.stringify(shown);
  compactTexts.set(map, text);
  return text;
};

export const seatMapTag = ({ layoutVersion, revision }: SeatMap): string =>
  `W/"${layoutVersion}.${revision}"`;

/** The opened reasons of blocked seats, by box: seats that were blocked together share one. Throws KeyStoreUnavailable. */
export const openedReasons = async (
  { inventory: { blockedWhy }, facts }: Showtime,
  texts: Pick<TheaterTexts, 'open'>,
): Promise<ReadonlyMap<string, string>> => {
  const opened = new Map<string, string>();
  for (const box of new Set([...blockedWhy.values()].map((sealed) => sealed.box))) {
    const reason = await texts.open(facts.theaterId, { box });
    if (reason !== undefined) opened.set(box, reason);
  }
  return opened;
};

/** Why a seat is blocked or whose booking it is in, by the showtime's state and its opened reasons. */
export const ownersIn =
  ({ inventory }: Showtime, reasons: ReadonlyMap<string, string>) =>
  (seatId: string): SeatOwners => {
    const index = inventory.plan.indexOf.get(seatId);
    if (index === undefined) return nothingKnown;
    const blockedReason = reasons.get(inventory.blockedWhy.get(seatId)?.box ?? '');
    const owner = bookingIdAt(inventory, index);
    return {
      ...(blockedReason === undefined ? {} : { blockedReason }),
      ...(owner === undefined ? {} : { bookingReference: bookingReference(owner) }),
    };
  };
