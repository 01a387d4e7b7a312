import { z } from 'zod';
import type { AccessTokens } from '../../ports/AccessTokens.ts';
import type { TicketCodes } from '../../ports/TicketCodes.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';

const keyShown = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  kid: z.string(),
  use: z.enum(['sig', 'access-token']).describe('sig: of tickets'),
  alg: z.literal('EdDSA'),
});

/** A new key signs only after a restart, so gates may keep the answer for a while. */
const cacheControl = 'public, max-age=300';

export interface KeyRoutesDeps {
  readonly tickets: Pick<TicketCodes, 'publicKeys'>;
  readonly accessTokens: Pick<AccessTokens, 'publicKeys'>;
}

export const keyRoutes = (app: ApiInstance, { tickets, accessTokens }: KeyRoutesDeps): void => {
  app.get(
    '/v1/keys',
    {
      config: { etag: true },
      schema: {
        operationId: 'getTicketKeys',
        summary: 'Public keys of ticket codes and of access tokens (JWKS)',
        tags: ['gate'],
        response: { 200: z.strictObject({ keys: z.array(keyShown) }) },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', cacheControl);
      return { keys: [...tickets.publicKeys().keys, ...accessTokens.publicKeys().keys] };
    },
  );
};
