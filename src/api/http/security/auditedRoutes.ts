import type { SecurityAction } from '../../../ports/SecurityLog.ts';
import type { RouteAccess } from '../auth/routeAccess.ts';

export interface Audited {
  readonly action: SecurityAction;
  /** `staff`: only what callers with a role other than customer do. `refused`: only what is refused or fails. */
  readonly only?: 'staff' | 'refused';
}

const personalData: Audited = { action: 'personal-data-read' };
const refund: Audited = { action: 'refund' };
const log: Audited = { action: 'export' };

export const auditedRoutes: Readonly<Record<string, Audited>> = {
  'POST /v1/sign-in/email': { action: 'sign-in-code' },
  'POST /v1/sign-in/email/confirm': { action: 'sign-in' },
  'POST /v1/sign-in/passkey/verify': { action: 'sign-in' },
  'POST /v1/sessions/refresh': { action: 'session', only: 'refused' },
  'DELETE /v1/me/sessions/:id': { action: 'session' },
  'POST /v1/passkeys/registration/verify': { action: 'passkey' },
  'DELETE /v1/me/passkeys/:id': { action: 'passkey' },
  'POST /v1/bookings/recover': { action: 'access-code' },
  'POST /v1/bookings/recover/confirm': { action: 'booking-access' },

  'GET /v1/bookings': personalData,
  'GET /v1/bookings/:id': { ...personalData, only: 'staff' },
  'GET /v1/bookings/:id/ticket': { ...personalData, only: 'staff' },
  'GET /v1/customers/:customerId/personal-data': personalData,
  'DELETE /v1/customers/:customerId/personal-data': { action: 'erasure' },

  'POST /v1/bookings/:id/cancel': refund,
  'POST /v1/ops/simulated-payments/refunds': refund,
  'POST /v1/ops/stuck-payments/:bookingId/retry': refund,

  'GET /v1/events': log,
  'GET /v1/diff': log,
  'GET /v1/showtimes/:id/seats/:seatId/history': log,
  'GET /v1/ops/audit': { action: 'security-log-read' },
  'POST /v1/ops/tokens/revoke': { action: 'token-revocation' },
  // Admissions are events, refused scans included.
  'POST /v1/checkins': { action: 'staff-change', only: 'refused' },
};

/** Writes that need a role of the house are audited without being named. */
export const auditedOf = (
  method: string,
  url: string,
  access: RouteAccess | undefined,
): Audited | undefined => {
  const isRead = method === 'GET' || method === 'HEAD';
  const named = auditedRoutes[`${isRead ? 'GET' : method} ${url}`];
  if (named !== undefined || access === undefined) return named;
  const isOfHouse = access.roles !== 'anyone' && !access.roles.includes('customer');
  return isOfHouse && !isRead ? { action: 'staff-change' } : undefined;
};
