export type Column =
  | 'status'
  | 'seats'
  | 'gross'
  | 'total'
  | 'currency'
  | 'booked'
  | 'bookedSum'
  | 'captured'
  | 'refunds'
  | 'paidBack'
  | 'givenUp'
  | 'released'
  | 'tag';
export const columns: readonly Column[] = [
  ...(['status', 'seats', 'gross', 'total', 'currency', 'booked', 'bookedSum', 'captured'] as const),
  ...(['refunds', 'paidBack', 'givenUp', 'released', 'tag'] as const),
];
