import type { FastifyRequest } from 'fastify';
import { hmacSha256 } from '../../../commands/engine/hmacSha256.ts';
import type { ApiInstance } from '../ApiInstance.ts';
import type { ApiSecrets } from '../ApiSecrets.ts';
import type { ApiSettings } from '../ApiSettings.ts';
import { isLoopback } from './addressBlock.ts';
import { clientBlockOf } from './clientAddress.ts';

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

export const isExempt = (
  rateLimit: NonNullable<ApiSettings['rateLimit']>,
  { ip }: Pick<FastifyRequest, 'ip'>,
): boolean => rateLimit.exemptLoopback && isLoopback(ip);

/** The account, or the guest session. */
export const callerKeyOf = (app: ApiInstance, request: FastifyRequest): string =>
  request.caller.actorId ?? app.guestSessionOf(request).id;

export const addAskers = (
  app: ApiInstance,
  { settings, secrets }: { readonly settings: ApiSettings; readonly secrets: ApiSecrets },
): void => {
  const { rateLimit } = settings;
  app.decorate('askerOf', (request) => {
    if (rateLimit === undefined || isExempt(rateLimit, request)) return undefined;
    const address = hmacSha256(secrets.guestSession, 'address', clientBlockOf(request));
    return {
      caller: callerKeyOf(app, request),
      address: address.toString('base64url').slice(0, addressChars),
    };
  });
};
