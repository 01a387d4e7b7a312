import type { FastifyRequest } from 'fastify';
import type { RouteAccess } from '../auth/routeAccess.ts';

/** Lanes do not use up each other's requests; selling is the last to be shed. */
export type Lane = 'selling' | 'browsing' | 'back-office';

const isSale = /^\/v1\/(?:bookings|holds|queues|sign-in|sessions)|\/holds$/;

/** For anyone or for customers. */
export const isForPublic = ({ roles }: RouteAccess): boolean =>
  roles === 'anyone' || roles.includes('customer');

export const laneOf = ({ method, routeOptions: { config, url } }: FastifyRequest): Lane => {
  if (config.access !== undefined && !isForPublic(config.access)) return 'back-office';
  return isSale.test(url ?? '') && method !== 'HEAD' ? 'selling' : 'browsing';
};
