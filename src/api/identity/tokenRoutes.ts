import { z } from 'zod';
import { accessTokenLifeSecondsMax } from '../../ports/AccessTokens.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { Revocations } from '../../ports/Revocations.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { auditTargetNamed } from '../http/security/addSecurityLog.ts';
import { type WriteDeps, writeRequest } from '../http/writeRequest.ts';

/** Nodes accept a token for some seconds after its end. */
const marginMs = 60_000;

const revokeBody = z.strictObject({
  jti: z
    .string()
    .regex(/^[!-~]{1,128}$/, 'the jti of a token')
    .describe('stands in the payload of the token'),
});

export interface TokenRoutesDeps extends WriteDeps {
  readonly revocations: Revocations;
  readonly clock: Clock;
}

export const tokenRoutes = (app: ApiInstance, deps: TokenRoutesDeps): void => {
  app.post(
    '/v1/ops/tokens/revoke',
    {
      schema: {
        operationId: 'revokeToken',
        summary: 'End an access token before its time',
        description:
          'Holds at once on the node that answers, and on every other within about a second. Repeating it changes nothing.',
        tags: ['operate'],
        body: revokeBody,
        response: { 204: z.undefined().describe('Refused from now on') },
      },
    },
    async (request, reply) => {
      writeRequest(request, deps, request.body);
      auditTargetNamed(request, request.body.jti);
      const untilMs = deps.clock.nowMs() + accessTokenLifeSecondsMax * 1_000 + marginMs;
      await deps.revocations.revoke(request.body.jti, untilMs);
      return reply.code(204).send(undefined);
    },
  );
};
