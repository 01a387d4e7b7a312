/**
 * Access is checked before a body is read, so that a refused body tells an outsider nothing. A route without an entry in
 * the table stops the start.
 */
import type { FastifyRequest } from 'fastify';
import { idSchema } from '../../../domain/kernel/ids.ts';
import type { Role } from '../../../domain/kernel/roles.ts';
import type { ApiInstance } from '../ApiInstance.ts';
import { notYours, ProblemError } from '../problems/Problem.ts';
import { routeOf } from '../routeOf.ts';
import { type Caller, guest, hasRole, isGuest, mayActFor, rolesWithoutTheater } from './Caller.ts';
import { type CallerReaderDeps, createCallerReader } from './callerReader.ts';
import type { RouteAccess, RouteTable } from './routeAccess.ts';

/** Undefined for a thing that does not exist. */
export type TheaterOf = (id: string) => string | undefined | Promise<string | undefined>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** From the table. */
    access?: RouteAccess;
    /** Of the path's `id`: whose staff may call a route of the scope `theater-of-path`. */
    theaterOf?: TheaterOf;
  }
  interface FastifyRequest {
    caller: Caller;
  }
}

export interface AccessDeps extends CallerReaderDeps {
  readonly routeTable: RouteTable;
}

const bearerPattern = /^Bearer ([A-Za-z0-9_.-]{1,4096})$/i;

const demandAccess = (caller: Caller, roles: readonly Role[]): void => {
  if (hasRole(caller, ...roles)) return;
  throw new ProblemError({ name: isGuest(caller) ? 'unauthorized' : 'forbidden' });
};

/** Throws sign-in-again for what cannot be undone, unless the caller proved lately who they are. */
export const demandFreshSignIn = ({ freshUntilMs }: Caller, nowMs: number): void => {
  if (nowMs > freshUntilMs) throw new ProblemError({ name: 'sign-in-again' });
};

/** Throws not-found for a theater that the caller may not act for. */
export const demandTheater = (caller: Caller, theaterId: string): void => {
  if (!mayActFor(caller, theaterId)) throw notYours();
};

/**
 * Throws not-found for staff of another theater. A thing that does not exist is left to the handler, whose not-found
 * comes later in the order.
 */
const demandTheaterOfPath = async (
  { caller, params }: FastifyRequest,
  theaterOf: TheaterOf,
): Promise<void> => {
  const id = idSchema.safeParse((params as { id?: unknown }).id).data;
  const theaterId = id === undefined ? undefined : await theaterOf(id);
  if (theaterId !== undefined) demandTheater(caller, theaterId);
};

/** For a right that only some queries of a public route need. */
export const demandRoleFor = async (
  request: FastifyRequest,
  roles: readonly Role[],
  theaterOf: TheaterOf,
): Promise<void> => {
  demandAccess(request.caller, roles);
  if (!hasRole(request.caller, ...rolesWithoutTheater(roles))) await demandTheaterOfPath(request, theaterOf);
};

const entryOf = (table: RouteTable, method: string, url: string): RouteAccess => {
  const entry = table[`${method === 'HEAD' ? 'GET' : method} ${url}`];
  if (entry === undefined) throw new Error(`${method} ${url} is not in the table of routes and rights`);
  return entry;
};

export const addAccessHooks = (app: ApiInstance, deps: AccessDeps): void => {
  app.decorateRequest('caller', null as unknown as Caller);
  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      const access = entryOf(deps.routeTable, method, route.url);
      const { theaterOf } = route.config ?? {};
      if ((access.scope === 'theater-of-path') !== (theaterOf !== undefined)) {
        throw new Error(
          `${method} ${route.url}: its scope in the table is ${access.scope}, its guard another`,
        );
      }
      route.config = { ...route.config, access };
    }
  });
  const admit = (request: FastifyRequest, caller: Caller): void => {
    request.caller = caller;
    const { access } = routeOf(request).config;
    if (access === undefined || access.roles === 'anyone') return;
    demandAccess(caller, access.roles);
    if (access.fresh === true) demandFreshSignIn(caller, deps.clock.nowMs());
  };
  const admitToTheater = async (request: FastifyRequest): Promise<void> => {
    const { access, theaterOf } = routeOf(request).config;
    if (theaterOf === undefined || access === undefined || access.roles === 'anyone') return;
    await demandRoleFor(request, access.roles, theaterOf);
  };
  const reader = createCallerReader(deps);
  const read = async (token: string): Promise<Caller> => {
    const caller = await reader.read(token);
    if (caller === undefined)
      throw new ProblemError({ name: 'unauthorized', detail: 'The token is not valid' });
    return caller;
  };
  app.addHook('onRequest', (request, _reply, done) => {
    const { authorization } = request.headers;
    if (authorization === undefined) {
      admit(request, guest);
      return done();
    }
    const token = bearerPattern.exec(authorization)?.[1] ?? '';
    const known = reader.known(token);
    if (known !== undefined && routeOf(request).config.theaterOf === undefined) {
      admit(request, known);
      return done();
    }
    (known === undefined ? read(token) : Promise.resolve(known))
      .then((caller) => admit(request, caller))
      .then(() => admitToTheater(request))
      .then(() => done(), done);
  });
};
