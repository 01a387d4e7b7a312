import type { Aggregate } from '../kernel/aggregate.ts';
import { type ParkingEvent, parkingEvents } from './events.ts';
import {
  type ParkingCommand,
  type ParkingRejections,
  type ParkingState,
  parkingDecider,
} from './parkingDecider.ts';

/** The id is the name of the parked stream. */
export const parkingAggregate: Aggregate<ParkingState, ParkingCommand, ParkingEvent, ParkingRejections> = {
  category: 'parking',
  events: parkingEvents,
  decider: parkingDecider,
};
