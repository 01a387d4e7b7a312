import type { ApiInstance } from './ApiInstance.ts';
import { routeOf } from './routeOf.ts';

/** Of every answer. */
export const securityHeaders = Object.entries({
  'content-security-policy': "default-src 'none';object-src 'none';base-uri 'none';frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
});

/** Of pages besides; they say nothing of other answers. */
export const pageHeaders = {
  'cross-origin-opener-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'x-dns-prefetch-control': 'off',
} as const;

const httpsForAYear = 'max-age=31536000';
/** Of answers that not everyone may read; an ETag still saves the body for a client that keeps them itself. */
const kept = 'private, no-store';

export const addSecurityHeaders = (app: ApiInstance): void => {
  app.addHook('onRequest', (request, reply, done) => {
    for (const [name, value] of securityHeaders) reply.header(name, value);
    // TLS ends in front; a trusted proxy says that it does.
    if (request.protocol === 'https') reply.header('strict-transport-security', httpsForAYear);
    const { access } = routeOf(request).config;
    if (access !== undefined && access.scope !== 'public') reply.header('cache-control', kept);
    done();
  });
};
