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

/** The same as `request.routeOptions`, kept for the request: Fastify builds a new object on every read of that property. */
export const routeOf = (request: FastifyRequest): Route => {
  request.matchedRoute ??= request.routeOptions;
  return request.matchedRoute;
};
