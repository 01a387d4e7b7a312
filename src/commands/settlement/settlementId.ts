import { v5 } from 'uuid';

/** Of the stream of a theater's business date: the same on every node. */
export const settlementIdOf = (theaterId: string, businessDate: string): string =>
  v5(businessDate, theaterId);
