import type { components, operations } from '../../../shared/api/schema.ts';

type Answer<Operation extends keyof operations> = operations[Operation] extends {
  responses: { 200: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;

export type ExpectedBooking = Answer<'listExpectedAtGate'>['items'][number];
export type TicketKey = Answer<'getTicketKeys'>['keys'][number];
export type Theater = components['schemas']['Theater'];

export interface GateShow {
  readonly id: string;
  readonly title: string;
  readonly hall: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly bookings: readonly ExpectedBooking[];
}

/** What a gate needs to check tickets without a network. Contains no personal data. */
export interface Kit {
  readonly theaterId: string;
  readonly theater: string;
  readonly timeZone: string;
  readonly opensBeforeMs: number;
  readonly keys: readonly TicketKey[];
  readonly shows: readonly GateShow[];
  readonly fetchedAt: string;
}
