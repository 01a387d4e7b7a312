import type { FastifyRequest } from 'fastify';
import type { ApiInstance } from './ApiInstance.ts';

type Route = FastifyRequest['routeOptions'];

declare module 'fastify' {
  interface FastifyRequest {
    matchedRoute: Route | undefined;
  }
}

export const addMatchedRoute = (app: ApiInstance): void => {
  app.decorateRequest('matchedRoute', undefined);
};

/** The request's `routeOptions`, which Fastify makes anew each time they are read. */
export const routeOf = (request: FastifyRequest): Route => {
  request.matchedRoute ??= request.routeOptions;
  return request.matchedRoute;
};
