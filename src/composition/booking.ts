import { bookingListRoutes } from '../api/booking/listRoutes.ts';
import { bookingRoutes } from '../api/booking/routes.ts';
import { refundCancelledShowtimes } from '../processes/booking/refundCancelledShowtimes.ts';
import { takeUpBookings } from '../processes/booking/takeUpBookings.ts';
import { bookingsProjection } from '../projections/bookings/bookingsProjection.ts';
import { addGauge } from './engine/addGauge.ts';
import type { Slice } from './engine/Slice.ts';

export const booking: Slice = {
  projections: [bookingsProjection],
  jobs: ({ openBookings, driver, clock }) => [takeUpBookings({ due: openBookings.due, driver, clock })],
  reactions: ({ commands, driver, events }) => [
    refundCancelledShowtimes({ commands, driver, head: () => events.head() }),
  ],
  routes: (app, parts) => {
    bookingRoutes(app, parts);
    bookingListRoutes(app, parts);
  },
  metrics: ({ metrics, openBookings }) =>
    addGauge(
      metrics,
      { name: 'marquee_stuck_payments', help: 'Bookings with a payment that waits for staff.' },
      openBookings.stuckCount,
    ),
};
