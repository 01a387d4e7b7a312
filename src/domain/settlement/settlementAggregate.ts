import type { Aggregate } from '../kernel/aggregate.ts';
import { type SettlementEvent, settlementEvents } from './events.ts';
import {
  type SettlementCommand,
  type SettlementRejections,
  type SettlementState,
  settlementDecider,
} from './settlementDecider.ts';

/** By an id that follows from theater and business date. */
export const settlementAggregate: Aggregate<
  SettlementState,
  SettlementCommand,
  SettlementEvent,
  SettlementRejections
> = { category: 'settlement', events: settlementEvents, decider: settlementDecider };
