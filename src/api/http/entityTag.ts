/**
 * Routes with `etag: true` get an ETag over their answer, unless they set one, and 304 for a matching If-None-Match.
 */
import { createHash } from 'node:crypto';
import type { ApiInstance } from './ApiInstance.ts';
import { routeOf } from './routeOf.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    etag?: boolean;
  }
}

const hashChars = 22;

/** Weak comparison, as RFC 9110 asks for If-None-Match. */
const matches = (ifNoneMatch: string, tag: string): boolean =>
  ifNoneMatch.trim() === '*' ||
  ifNoneMatch
    .split(',')
    .some((candidate) => candidate.trim().replace(/^W\//, '') === tag.replace(/^W\//, ''));

export const addEntityTags = (app: ApiInstance): void => {
  app.addHook<unknown>('onSend', (request, reply, payload, done) => {
    if (routeOf(request).config.etag !== true || reply.statusCode !== 200) return done(null, payload);
    if (typeof payload !== 'string') return done(null, payload);
    const own = reply.getHeader('etag');
    const tag =
      typeof own === 'string'
        ? own
        : `W/"${createHash('sha256').update(payload).digest('base64url').slice(0, hashChars)}"`;
    reply.header('etag', tag);
    const ifNoneMatch = request.headers['if-none-match'];
    if (ifNoneMatch === undefined || !matches(ifNoneMatch, tag)) return done(null, payload);
    reply.code(304).removeHeader('content-type').removeHeader('content-length');
    return done(null, '');
  });
};
