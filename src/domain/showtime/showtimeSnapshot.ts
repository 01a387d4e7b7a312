import { Map as PersistentMap } from 'immutable';
import { z } from 'zod';
import { sealedTextSchema } from '../kernel/sealedText.ts';
import { type SeatingPlan, seatingPlan } from '../seating/SeatingPlan.ts';
import { focalPointSchema, type Seat, seatSchema } from '../seating/seat.ts';
import { attachedQueueSchema, showtimeFactsSchema } from './events.ts';
import { claimsSchema, decodeClaims, encodeClaims } from './inventory/claimsSnapshot.ts';
import type { ShowtimeState } from './ShowtimeState.ts';

const snapshotSchema = z.strictObject({
  status: z.enum(['scheduled', 'on-sale', 'closed', 'cancelled']),
  version: z.int(),
  facts: showtimeFactsSchema,
  focalPoint: focalPointSchema,
  seats: z.array(seatSchema),
  claims: claimsSchema,
  blockedWhy: z.array(z.tuple([z.string(), sealedTextSchema])),
  cancelledWhy: sealedTextSchema.exactOptional(),
  queue: attachedQueueSchema.exactOptional(),
  isSummarized: z.literal(true).exactOptional(),
});

export const showtimeSnapshot = {
  /** Changes with every change of the fold or of the shape above: older snapshots are then passed over. */
  madeBy: 'showtime/9',

  /** Undefined when there is nothing to keep. */
  encode: (state: ShowtimeState): z.input<typeof snapshotSchema> | undefined => {
    if (state.status === 'none') return undefined;
    const { status, version, facts, inventory, cancelledWhy, queue, isSummarized } = state;
    const { plan, blockedWhy } = inventory;
    return {
      status,
      version,
      facts,
      focalPoint: plan.focalPoint,
      seats: seatsOf(plan),
      claims: encodeClaims(inventory),
      blockedWhy: [...blockedWhy],
      ...(cancelledWhy === undefined ? {} : { cancelledWhy }),
      ...(queue === undefined ? {} : { queue }),
      ...(isSummarized === undefined ? {} : { isSummarized }),
    };
  },

  /** Undefined for what no snapshot of this shape is. */
  decode: (json: unknown): ShowtimeState | undefined => {
    const parsed = snapshotSchema.safeParse(json);
    if (!parsed.success) return undefined;
    const { seats, focalPoint, claims, blockedWhy, ...rest } = parsed.data;
    const plan = seatingPlan(seats, focalPoint);
    const decoded = decodeClaims(claims, plan);
    if (decoded === undefined) return undefined;
    const inventory = { kind: 'seats', plan, ...decoded, blockedWhy: PersistentMap(blockedWhy) } as const;
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
