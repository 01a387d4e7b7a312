import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Sessions, SessionTokens } from '../../commands/identity/sessions.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { CustomerServices } from '../customer/CustomerServices.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { notYours, ProblemError } from '../http/problems/Problem.ts';
import { idParams } from '../http/schemas.ts';
import { auditActor } from '../http/security/addSecurityLog.ts';
import { type WriteDeps, writeRequest } from '../http/writeRequest.ts';
import { meShown, refreshBody, sessionShown, signedInShown } from './schemas.ts';

export interface SessionRoutesDeps extends WriteDeps {
  readonly sessions: Sessions;
  readonly customers: Pick<CustomerServices, 'accountId' | 'idsOf'>;
  readonly clock: Clock;
}

const iso = (ms: number): string => new Date(ms).toISOString();

export const signedInView = async (
  request: FastifyRequest,
  { customers }: Pick<SessionRoutesDeps, 'customers'>,
  { accessToken, refreshToken, expiresAtMs, subject }: SessionTokens,
) => {
  const customerIds = customers.idsOf(subject);
  auditActor(request, customerIds[0]);
  const customerId = await customers.accountId(customerIds);
  return { accessToken, refreshToken, expiresAt: iso(expiresAtMs), customerId };
};

export const sessionRoutes = (app: ApiInstance, deps: SessionRoutesDeps): void => {
  const { sessions, customers, clock } = deps;
  const tags = ['account'];

  app.post(
    '/v1/sessions/refresh',
    {
      schema: {
        operationId: 'refreshSession',
        problems: ['sign-in-again'],
        summary: 'Get the next access token of a sign-in',
        description:
          'The refresh token given works for a minute more, with the same answer. Given later, it ends the sign-in: it may have been stolen.',
        tags,
        body: refreshBody,
        response: { 200: signedInShown },
      },
    },
    async (request, reply) => {
      writeRequest(request, deps, request.body);
      const tokens = await sessions.refresh(request.body.refreshToken, clock.nowMs());
      if (tokens === undefined) throw new ProblemError({ name: 'sign-in-again' });
      reply.header('cache-control', 'no-store');
      return signedInView(request, deps, tokens);
    },
  );

  app.get(
    '/v1/me/sessions',
    {
      schema: {
        operationId: 'listMySessions',
        summary: "The caller's sign-ins, the latest used first",
        tags,
        response: { 200: z.strictObject({ items: z.array(sessionShown), nextCursor: z.null() }) },
      },
    },
    async ({ caller }) => {
      const open = await sessions.list(caller.id ?? '', clock.nowMs());
      const items = open.map(({ id, startedAtMs, rotatedAtMs, expiresAtMs }) => ({
        id,
        createdAt: iso(startedAtMs),
        lastUsedAt: iso(rotatedAtMs),
        expiresAt: iso(expiresAtMs),
        current: id === caller.sessionId,
      }));
      return { items, nextCursor: null };
    },
  );

  app.delete(
    '/v1/me/sessions/:id',
    {
      schema: {
        operationId: 'endMySession',
        summary: 'Sign out, here or elsewhere',
        tags,
        params: idParams,
        response: { 204: z.undefined().describe('Its tokens are refused from now on') },
      },
    },
    async (request, reply) => {
      writeRequest(request, deps, undefined);
      const isEnded = await sessions.end(request.params.id, request.caller.id ?? '', clock.nowMs());
      if (!isEnded) throw notYours('There is no such sign-in');
      return reply.code(204).send(undefined);
    },
  );

  app.get(
    '/v1/me',
    {
      schema: {
        operationId: 'getMe',
        summary: 'Who the caller is',
        tags,
        response: { 200: meShown },
      },
    },
    async ({ caller }) => {
      const { roles, theaterIds } = caller;
      return {
        customerId: await customers.accountId(caller.customerIds),
        roles: [...roles],
        theaterIds: [...theaterIds],
      };
    },
  );
};
