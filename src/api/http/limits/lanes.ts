import type { FastifyRequest } from 'fastify';
import type { RouteAccess } from '../auth/routeAccess.ts';
import { routeOf } from '../routeOf.ts';

/** Lanes do not use up each other's requests; selling is the last to be shed. */
export type Lane = 'selling' | 'browsing' | 'back-office';

const isSale = /^\/v1\/(?:bookings|holds|queues|sign-in|sessions|payment-options|webhooks)|\/holds$/;

/** For anyone or for customers. */
export const isForPublic = ({ roles }: RouteAccess): boolean =>
  roles === 'anyone' || roles.includes('customer');

export const laneOf = (request: FastifyRequest): Lane => {
  const { config, url = '' } = routeOf(request);
  if (config.access !== undefined && !isForPublic(config.access)) return 'back-office';
  return isSale.test(url) && request.method !== 'HEAD' ? 'selling' : 'browsing';
};
