import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { hmacSha256 } from '../../../commands/engine/hmacSha256.ts';
import type { ApiInstance } from '../ApiInstance.ts';
import type { ApiSecrets } from '../ApiSecrets.ts';
import type { ApiSettings } from '../ApiSettings.ts';
import { clientBlockOf, isFromLoopback } from './clientAddress.ts';

/** Who a request counts for. */
export interface Asker {
  /** By {@link callerKeyOf}. */
  readonly caller: string;
  readonly address: string;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Undefined where the request is not limited. After authentication. */
    askerOf(request: FastifyRequest): Asker | undefined;
  }
}

const addressChars = 16;
/** The least recent are computed again. */
const namesMax = 20_000;

export const isExempt = (
  { exemptLoopback }: NonNullable<ApiSettings['rateLimit']>,
  request: FastifyRequest,
): boolean => exemptLoopback && isFromLoopback(request);

/** The account, or the guest session. */
export const callerKeyOf = (app: ApiInstance, request: FastifyRequest): string =>
  request.caller.actorId ?? app.guestSessionOf(request).id;

export const addAskers = (
  app: ApiInstance,
  { settings, secrets }: { readonly settings: ApiSettings; readonly secrets: ApiSecrets },
): void => {
  const { rateLimit } = settings;
  const names = new LRUCache<string, string>({ max: namesMax });
  const nameOf = (block: string): string => {
    const known = names.get(block);
    if (known !== undefined) return known;
    const hash = hmacSha256(secrets.guestSession, 'address', block);
    const name = hash.toString('base64url').slice(0, addressChars);
    names.set(block, name);
    return name;
  };
  app.decorate('askerOf', (request) => {
    if (rateLimit === undefined || isExempt(rateLimit, request)) return undefined;
    return { caller: callerKeyOf(app, request), address: nameOf(clientBlockOf(request)) };
  });
};
