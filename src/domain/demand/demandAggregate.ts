import { z } from 'zod';
import type { Aggregate } from '../kernel/aggregate.ts';
import {
  type DemandCommand,
  type DemandRejections,
  type DemandState,
  demandDecider,
} from './demandDecider.ts';
import { type DemandEvent, demandEvents } from './events.ts';

const stateSchema = z.strictObject({ recent: z.array(z.string()) });

/** By the showtime's id. */
export const demandAggregate: Aggregate<DemandState, DemandCommand, DemandEvent, DemandRejections> = {
  category: 'demand',
  events: demandEvents,
  decider: demandDecider,
  snapshot: {
    madeBy: 'demand-1',
    encode: (state) => state,
    decode: (json) => stateSchema.safeParse(json).data,
  },
};
