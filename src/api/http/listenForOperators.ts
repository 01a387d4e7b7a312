/** A listener of its own for what operators read and for their page. What they read is not on the public one. */
import { createServer, type IncomingMessage } from 'node:http';
import type { ApiInstance } from './ApiInstance.ts';
import { answerUnreadable } from './problems/answerUnreadable.ts';
import { notFound } from './problems/Problem.ts';
import { routeOf } from './routeOf.ts';

const requestTimeoutMs = 10_000;
const drainMs = 2_000;

const forOperators = /^\/metrics$|^\/v1\/ops\//;
/** The page of operators asks at its own address who is signed in. */
const onBoth = /^\/health\/|^\/v1\/me$/;
const files = '/*';
const pageOfOperators = /^\/(?:ops(?:[/?]|$)|assets\/|icon\.svg(?:\?|$))/;

const viaOperators = new WeakSet<IncomingMessage>();

export const splitListeners = (app: ApiInstance): void => {
  const belongsTo = (route: string, url: string): boolean =>
    forOperators.test(route) || (route === files && pageOfOperators.test(url));
  app.addHook('onRequest', (request, _reply, done) => {
    const { raw, url } = request;
    const { url: route = '' } = routeOf(request);
    const isHere = viaOperators.has(raw) ? belongsTo(route, url) : !forOperators.test(route);
    done(isHere || onBoth.test(route) ? undefined : notFound());
  });
};

export interface OpsListening {
  readonly port: number;
  close(): Promise<void>;
}

/** Of an application that listens already. Rejects with the error of `listen`. */
export const listenForOperators = async (
  app: ApiInstance,
  at: { readonly host: string; readonly port: number },
): Promise<OpsListening> => {
  const server = createServer({ requestTimeout: requestTimeoutMs }, (request, response) => {
    viaOperators.add(request);
    app.routing(request, response);
  });
  server.on('clientError', answerUnreadable);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(at, resolve);
  });
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : at.port,
    close: async () => {
      const overdue = setTimeout(() => server.closeAllConnections(), drainMs);
      await new Promise<void>((resolve) => server.close(() => resolve()));
      clearTimeout(overdue);
    },
  };
};
