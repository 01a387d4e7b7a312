import { Map as PersistentMap } from 'immutable';
import { z } from 'zod';
import { moneySchema } from '../kernel/money.ts';
import { sealedTextSchema } from '../kernel/sealedText.ts';
import { type SeatingPlan, seatingPlan } from '../seating/SeatingPlan.ts';
import { focalPointSchema, type Seat, seatSchema } from '../seating/seat.ts';
import { heldSeatSchema, showtimeFactsSchema } from './events.ts';
import type { SeatInventory } from './inventory/SeatInventory.ts';
import type { ShowtimeState } from './ShowtimeState.ts';

const snapshotSchema = z.strictObject({
  status: z.enum(['scheduled', 'on-sale', 'closed', 'cancelled']),
  version: z.int(),
  facts: showtimeFactsSchema,
  focalPoint: focalPointSchema,
  seats: z.array(seatSchema),
  letters: z.string(),
  /** By seat index: the hold or booking of a taken one. */
  owners: z.array(z.tuple([z.int(), z.string()])),
  holds: z.array(
    z.strictObject({
      holdId: z.string(),
      bookingId: z.string(),
      seats: z.array(heldSeatSchema),
      total: moneySchema,
      expiresAtMs: z.int(),
      capAtMs: z.int(),
      loneSeats: z.array(z.string()),
    }),
  ),
  endedHolds: z.array(
    z.tuple([
      z.string(),
      z.strictObject({
        how: z.enum(['expired', 'released', 'booked']),
        bookingId: z.string(),
        nth: z.int().exactOptional(),
      }),
    ]),
  ),
  endings: z.int(),
  blockedWhy: z.array(z.tuple([z.string(), sealedTextSchema])),
  cancelledWhy: sealedTextSchema.exactOptional(),
});

export const showtimeSnapshot = {
  /** Changes with every change of the fold or of the shape above: older snapshots are then passed over. */
  madeBy: 'showtime/5',

  /** Undefined when there is nothing to keep. */
  encode: (state: ShowtimeState): z.input<typeof snapshotSchema> | undefined => {
    if (state.status === 'none') return undefined;
    const { status, version, facts, inventory, cancelledWhy } = state;
    const { plan, letters, owners, holds, endedHolds, endings, blockedWhy } = inventory;
    return {
      status,
      version,
      facts,
      focalPoint: plan.focalPoint,
      seats: seatsOf(plan),
      letters: String.fromCharCode(...letters),
      owners: [...owners.entries()].flatMap(([index, owner]): [number, string][] =>
        owner === undefined ? [] : [[index, owner]],
      ),
      holds: [...holds.values()].map((hold) => ({
        ...hold,
        seats: [...hold.seats],
        loneSeats: [...hold.loneSeats],
      })),
      endedHolds: [...endedHolds],
      endings,
      blockedWhy: [...blockedWhy],
      ...(cancelledWhy === undefined ? {} : { cancelledWhy }),
    };
  },

  /** Undefined for what no snapshot of this shape is. */
  decode: (json: unknown): ShowtimeState | undefined => {
    const parsed = snapshotSchema.safeParse(json);
    if (!parsed.success) return undefined;
    const { seats, focalPoint, letters, owners, holds, endedHolds, endings, blockedWhy, ...rest } =
      parsed.data;
    const ownerOf = new Array<string | undefined>(seats.length).fill(undefined);
    for (const [index, owner] of owners) ownerOf[index] = owner;
    const inventory: SeatInventory = {
      kind: 'seats',
      plan: seatingPlan(seats, focalPoint),
      letters: Uint8Array.from(letters, (letter) => letter.charCodeAt(0)),
      owners: ownerOf,
      holds: PersistentMap(holds.map((hold) => [hold.holdId, hold])),
      endedHolds: PersistentMap(endedHolds),
      endings,
      blockedWhy: PersistentMap(blockedWhy),
    };
    return { ...rest, inventory };
  },
};

const seatsOf = (plan: SeatingPlan): Seat[] =>
  plan.ids.map((id, index) => {
    const row = plan.rows[index];
    const number = plan.numbers[index];
    const x = plan.x[index];
    const y = plan.y[index];
    const type = plan.types[index];
    if (
      row === undefined ||
      number === undefined ||
      x === undefined ||
      y === undefined ||
      type === undefined
    ) {
      throw new Error(`seat ${id} is not whole in its plan`);
    }
    const zone = plan.zones[index];
    const unitId = plan.unitIds[index];
    return {
      ...{ id, row, number, x, y, type },
      ...(zone === undefined ? {} : { zone }),
      ...(unitId === undefined ? {} : { unitId }),
    };
  });
