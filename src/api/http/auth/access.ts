/**
 * Access is checked before a body is read, so that a refused body tells an outsider nothing. A route without `access`
 * stops the start.
 */
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { idSchema } from '../../../domain/kernel/ids.ts';
import type { Clock } from '../../../ports/Clock.ts';
import type { ApiInstance } from '../ApiInstance.ts';
import { type ApiSecrets, everyKey } from '../ApiSecrets.ts';
import { notFound, ProblemError } from '../problems/Problem.ts';
import { readAccessToken } from './accessTokens.ts';
import { type Caller, guest, hasRole, isGuest, mayActFor, type Role } from './Caller.ts';

export type Access = 'anyone' | readonly Role[];

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    caller: Caller;
  }
}

export const catalogStaff: Access = ['staff', 'admin'];
export const logReaders: Access = ['analyst', 'admin'];

export interface AccessDeps {
  readonly secrets: ApiSecrets;
  readonly clock: Clock;
}

const bearerPattern = /^Bearer ([A-Za-z0-9_.-]{1,4096})$/i;

const callerOf = async (authorization: string, { secrets, clock }: AccessDeps): Promise<Caller> => {
  const token = bearerPattern.exec(authorization)?.[1];
  for (const key of token === undefined ? [] : everyKey(secrets, 'jwt')) {
    const caller = await readAccessToken(key, token ?? '', clock.nowMs());
    if (caller !== undefined) return caller;
  }
  throw new ProblemError({ name: 'unauthorized', detail: 'The token is not valid' });
};

export const demandAccess = (caller: Caller, access: Access): void => {
  if (access === 'anyone' || hasRole(caller, ...access)) return;
  throw new ProblemError({ name: isGuest(caller) ? 'unauthorized' : 'forbidden' });
};

export const addAccessHooks = (app: ApiInstance, deps: AccessDeps): void => {
  app.decorateRequest('caller', null as unknown as Caller);
  app.addHook('onRoute', (route) => {
    const { hide } = (route.schema ?? {}) as { hide?: boolean };
    if (route.config?.access === undefined && hide !== true) {
      throw new Error(`${String(route.method)} ${route.url} does not say who may call it`);
    }
  });
  const admit = (request: FastifyRequest, caller: Caller): void => {
    request.caller = caller;
    demandAccess(caller, request.routeOptions.config.access ?? 'anyone');
  };
  app.addHook('onRequest', (request, _reply, done) => {
    const { authorization } = request.headers;
    if (authorization === undefined) {
      admit(request, guest);
      return done();
    }
    callerOf(authorization, deps)
      .then((caller) => admit(request, caller))
      .then(() => done(), done);
  });
};

/** Throws not-found for a theater that the caller may not act for. */
export const demandTheater = (caller: Caller, theaterId: string): void => {
  if (!mayActFor(caller, theaterId)) throw notFound();
};

const idParam = (params: unknown): string | undefined =>
  idSchema.safeParse((params as { id?: unknown }).id).data;

/**
 * Throws not-found for staff of another theater. A thing that does not exist is left to the handler, whose not-found
 * comes later in the order.
 */
export const ownTheaterOnly =
  (theaterOf: (id: string) => string | undefined | Promise<string | undefined>): onRequestAsyncHookHandler =>
  async (request) => {
    const id = idParam(request.params);
    const theaterId = id === undefined ? undefined : await theaterOf(id);
    if (theaterId !== undefined) demandTheater(request.caller, theaterId);
  };
