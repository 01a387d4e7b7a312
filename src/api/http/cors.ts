import cors from '@fastify/cors';
import type { ApiInstance } from './ApiInstance.ts';
import type { ApiSettings } from './ApiSettings.ts';

/** How long a browser may keep the answer to a preflight request. */
const preflightKeptSeconds = 3_600;

const exposedHeaders = [
  'ETag',
  'Guest-Session',
  'Idempotency-Replayed',
  'Location',
  'Marquee-As-Of',
  'Marquee-Next-Cursor',
  'Marquee-Position',
  'Marquee-Search',
  'Marquee-Source',
  'Marquee-Stale-Since',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Request-Id',
];

/** Capabilities travel in headers, so no cookies are allowed. */
export const addCors = async (app: ApiInstance, { corsOrigins = [] }: ApiSettings): Promise<void> => {
  if (corsOrigins.length === 0) return;
  await app.register(cors, {
    origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    exposedHeaders,
    maxAge: preflightKeptSeconds,
  });
};
