import { type Role, roles } from '../../../domain/kernel/roles.ts';

/**
 * What narrows a right. `public`: nothing. `capability`: the handler asks for a secret of the one thing (hold token, booking
 * access, code, signature) or for its owner. `own`: the caller's own account. `theater-of-path`: the route's `theaterOf`,
 * checked before the body is read. `theater-in-handler`: the theater follows from body or query. `all`: nothing but the role.
 */
export type RouteAccess =
  | { readonly roles: 'anyone'; readonly scope: 'public' | 'capability' }
  | {
      readonly roles: readonly Role[];
      readonly scope: 'own' | 'theater-of-path' | 'theater-in-handler' | 'all';
      /** Wants a sign-in of the last 15 minutes. */
      readonly fresh?: true;
    };

export type RouteTable = Readonly<Record<string, RouteAccess>>;

const open: RouteAccess = { roles: 'anyone', scope: 'public' };
const proved: RouteAccess = { roles: 'anyone', scope: 'capability' };
const account: RouteAccess = { roles: ['customer'], scope: 'own' };
const ownPerson: RouteAccess = { roles: ['customer', 'admin'], scope: 'own' };
const admin: RouteAccess = { roles: ['admin'], scope: 'all' };
const movieEditors: RouteAccess = { roles: ['catalog', 'staff', 'admin'], scope: 'all' };
const theaterStaff: RouteAccess = { roles: ['staff', 'admin'], scope: 'theater-of-path' };
const theaterNamed: RouteAccess = { roles: ['staff', 'admin'], scope: 'theater-in-handler' };
const figures: RouteAccess = { roles: ['analyst', 'staff', 'admin'], scope: 'theater-in-handler' };
const atTheDoor: RouteAccess = { roles: ['gate', 'staff', 'admin'], scope: 'theater-in-handler' };

/** Every route of the program; HEAD has the rights of GET. A route that is not here stops the start. */
export const routeTable: RouteTable = {
  'GET /*': open,
  'GET /docs': open,
  'GET /docs/': open,
  'GET /docs/js/scalar.js': open,
  'GET /openapi.json': open,
  'GET /problems/:name': open,
  'GET /health/live': open,
  'GET /health/ready': open,
  'GET /health/selling': open,
  'GET /metrics': open,

  'GET /v1/movies': open,
  'GET /v1/movies/suggest': open,
  'GET /v1/movies/:id': open,
  'GET /v1/movies/:id/showtimes': open,
  'GET /v1/theaters': open,
  'GET /v1/theaters/:id': open,
  'GET /v1/theaters/:id/halls': open,
  'GET /v1/theaters/:id/showtimes': open,
  'GET /v1/halls/:id': open,
  'GET /v1/halls/:id/layouts/:version': open,
  'GET /v1/showtimes': open,
  'GET /v1/showtimes/:id': open,
  'GET /v1/showtimes/:id/layout': open,
  // The map of an earlier moment is for analysts and staff, which its handler checks.
  'GET /v1/showtimes/:id/seats': open,
  'GET /v1/showtimes/:id/seats/stream': open,
  'GET /v1/keys': open,
  'GET /v1/proof': open,
  'GET /v1/proof/consistency': open,
  'GET /v1/events/:position/proof': open,
  'GET /checkpoint': open,
  'GET /tile/*': open,

  'POST /v1/showtimes/:id/holds': open,
  'GET /v1/holds/:holdId': proved,
  'POST /v1/holds/:holdId/extend': proved,
  'PUT /v1/holds/:holdId/seats': proved,
  'DELETE /v1/holds/:holdId': proved,
  'POST /v1/holds/:holdId/quote': proved,
  'POST /v1/bookings': proved,
  'GET /v1/bookings/:id': proved,
  'GET /v1/bookings/:id/ticket': proved,
  'GET /v1/bookings/:id/refund-quote': proved,
  'POST /v1/bookings/:id/cancel': proved,
  'POST /v1/bookings/recover': open,
  'POST /v1/bookings/recover/confirm': proved,
  'POST /v1/webhooks/stripe': proved,
  'GET /v1/payment-options': open,

  'GET /v1/queues/:id': open,
  'GET /v1/queues/:id/entries': open,
  'POST /v1/queues/:id/entries': open,
  'GET /v1/queues/:id/entry': proved,
  'GET /v1/queues/:id/entry/stream': proved,
  'POST /v1/queues': theaterNamed,
  'POST /v1/queues/:id/close': theaterNamed,

  'POST /v1/sign-in/email': open,
  'POST /v1/sign-in/email/confirm': proved,
  'POST /v1/sessions/refresh': proved,
  'POST /v1/passkeys/registration/options': { ...account, fresh: true },
  'POST /v1/passkeys/registration/verify': { ...account, fresh: true },
  'POST /v1/sign-in/passkey/options': open,
  'POST /v1/sign-in/passkey/verify': proved,
  'GET /v1/me/passkeys': account,
  'DELETE /v1/me/passkeys/:id': { ...account, fresh: true },
  'GET /v1/me': { roles, scope: 'own' },
  'GET /v1/me/sessions': account,
  'DELETE /v1/me/sessions/:id': account,
  'GET /v1/me/bookings': account,
  'GET /v1/customers/:customerId/personal-data': ownPerson,
  'DELETE /v1/customers/:customerId/personal-data': ownPerson,

  'POST /v1/movies': movieEditors,
  'PUT /v1/movies/:id': movieEditors,
  'POST /v1/theaters': admin,
  'PUT /v1/theaters/:id': theaterStaff,
  'POST /v1/theaters/:id/halls': theaterStaff,
  'POST /v1/theaters/:id/halls/import': theaterStaff,
  'PUT /v1/halls/:id': theaterStaff,
  'POST /v1/halls/:id/layouts': theaterStaff,
  'POST /v1/halls/:id/layouts/rehearsal': theaterStaff,
  'POST /v1/showtimes': theaterNamed,
  'GET /v1/showtimes/:id/pricing': theaterStaff,
  'PUT /v1/showtimes/:id/pricing': theaterStaff,
  'POST /v1/showtimes/:id/pricing/preview': theaterStaff,
  'POST /v1/showtimes/:id/cancel': { ...theaterStaff, fresh: true },
  'POST /v1/showtimes/:id/sales/open': theaterStaff,
  'POST /v1/showtimes/:id/sales/close': theaterStaff,
  'POST /v1/showtimes/:id/layout': theaterStaff,
  'POST /v1/showtimes/:id/seats/block': theaterStaff,
  'POST /v1/showtimes/:id/seats/unblock': theaterStaff,
  'GET /v1/showtimes/:id/cancellation': theaterStaff,
  'GET /v1/bookings': theaterNamed,

  'POST /v1/checkins': { roles: ['gate'], scope: 'theater-in-handler' },
  'POST /v1/bookings/:id/checkins': theaterNamed,
  'POST /v1/checkins/:checkinId/undo': atTheDoor,
  'GET /v1/checkins/failed': atTheDoor,
  'GET /v1/checkins/expected': atTheDoor,

  'GET /v1/reports/occupancy': figures,
  'GET /v1/reports/revenue': figures,
  'GET /v1/reports/funnel': figures,
  'GET /v1/reports/lost-demand': figures,
  'GET /v1/diff': figures,
  'GET /v1/settlements': figures,
  'GET /v1/settlements/adjustments': figures,
  'GET /v1/movies/:id/terms': { roles: ['analyst', 'admin'], scope: 'all' },
  'PUT /v1/movies/:id/terms': admin,
  'GET /v1/showtimes/:id/summary': { roles: ['analyst', 'staff', 'admin'], scope: 'theater-of-path' },

  'GET /v1/events': { roles: ['analyst', 'admin'], scope: 'all' },
  'GET /v1/event-types': { roles: ['analyst', 'admin'], scope: 'all' },
  'GET /v1/showtimes/:id/seats/:seatId/history': {
    roles: ['analyst', 'staff', 'admin'],
    scope: 'theater-of-path',
  },
  'POST /v1/ops/tokens/revoke': admin,
  'GET /v1/ops/audit': admin,
  'GET /v1/ops/projections': admin,
  'GET /v1/ops/parked': admin,
  'POST /v1/ops/parked/:stream/retry': admin,
  'POST /v1/ops/parked/:stream/skip': admin,
  'GET /v1/ops/metrics': admin,
  'GET /v1/ops/simulated-payments': admin,
  'POST /v1/ops/simulated-payments/refunds': admin,
  'GET /v1/ops/stuck-payments': admin,
  'POST /v1/ops/stuck-payments/:bookingId/retry': admin,
  'GET /v1/ops/parked-messages': admin,
  'POST /v1/ops/parked-messages/:id/retry': admin,
};
