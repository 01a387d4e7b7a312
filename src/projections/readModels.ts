/** Every read model in Postgres. Whoever runs, rebuilds or watches them takes them from here. */
import { availabilityProjection } from './availability/availabilityProjection.ts';
import { bookingsProjection } from './bookings/bookingsProjection.ts';
import { catalogProjection } from './catalog/catalogProjection.ts';
import type { Projection } from './engine/Projection.ts';
import { erasuresProjection } from './erasures/erasuresProjection.ts';
import { holdsProjection } from './holds/holdsProjection.ts';
import { openBookingsProjection } from './openBookings/openBookingsProjection.ts';
import { outboxProjection } from './outbox/outboxProjection.ts';
import { reservationsProjection } from './reservations/reservationsProjection.ts';
import { searchProjection } from './search/searchProjection.ts';

export const readModels: readonly Projection[] = [
  catalogProjection,
  availabilityProjection,
  searchProjection,
  holdsProjection,
  reservationsProjection,
  bookingsProjection,
  openBookingsProjection,
  outboxProjection,
  erasuresProjection,
];
