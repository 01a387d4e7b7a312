/**
 * Builds the application without listening. The order below is the order in which a request is refused: shed, token,
 * role, ownership, body, fields.
 */
import accepts from '@fastify/accepts';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Registry } from 'prom-client';
import type { SteadyClock } from '../../ports/Clock.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import type { LogStanding } from '../../ports/LogStanding.ts';
import type { AddRoutes, ApiInstance } from './ApiInstance.ts';
import type { ApiSettings } from './ApiSettings.ts';
import { addAnswersTogether } from './answersTogether.ts';
import { type AccessDeps, addAccessHooks } from './auth/access.ts';
import { addCompression } from './compression.ts';
import { addCors } from './cors.ts';
import { addDocs, addOpenApi } from './docs.ts';
import { addEntityTags } from './entityTag.ts';
import { addGuestSessions, type GuestSessionDeps } from './guestSession.ts';
import { addAskers } from './limits/asker.ts';
import { addClientAddress, trustOf } from './limits/clientAddress.ts';
import { addRateLimits, type RateLimitDeps } from './limits/rateLimits.ts';
import { addRequestTurns } from './limits/requestTurns.ts';
import { addSearchTurns } from './limits/searches.ts';
import { addWaits, type WaitsDeps } from './limits/waits.ts';
import { splitListeners } from './listenForOperators.ts';
import { answerUnreadable } from './problems/answerUnreadable.ts';
import { handleError } from './problems/errorHandler.ts';
import { sendProblem } from './problems/Problem.ts';
import { addProvenRefusals, type ProofOfReads } from './provenRefusals.ts';
import { addReadOnly } from './readOnly.ts';
import { addRequestChecks, bodyBytesMax, paramCharsMax } from './requestChecks.ts';
import { addRequestLog, logRedaction } from './requestLog.ts';
import { addMatchedRoute } from './routeOf.ts';
import { addSecurityLog, type SecurityLogParts } from './security/addSecurityLog.ts';
import { addSecurityHeaders } from './securityHeaders.ts';
import { shareNext } from './shareNext.ts';
import { addShedding } from './shedding.ts';
import { addStaleness, type LogView } from './stale.ts';
import { addTypedAnswers } from './typedAnswers.ts';
import { addKeyCheck } from './writeRequest.ts';

/** Slower bodies are cut off. */
const requestTimeoutMs = 30_000;

export interface AppParts
  extends Omit<AccessDeps, 'secrets'>,
    GuestSessionDeps,
    Pick<SecurityLogParts, 'securityLog'>,
    Pick<RateLimitDeps, 'rates'>,
    Pick<WaitsDeps, 'budgetCounts'> {
  readonly events: Pick<LogView, 'head'> & ProofOfReads['events'];
  readonly tail: ProofOfReads['tail'];
  readonly clock: SteadyClock;
  readonly logStanding: LogStanding;
  readonly ids: IdSource;
  readonly metrics: Registry;
  readonly settings: ApiSettings;
  readonly logger: FastifyBaseLogger;
}

export const buildApp = async (deps: AppParts, routes: readonly AddRoutes[]): Promise<ApiInstance> => {
  const app: ApiInstance = Fastify({
    loggerInstance: deps.logger.child({}, { redact: [...logRedaction] }),
    logController: new LogController({ disableRequestLogging: true }),
    // A logger per request costs more than the rest of a refusal; what is logged of a request names it by its id.
    childLoggerFactory: (logger) => logger,
    // A caller’s own id would be kept in the log of events.
    genReqId: () => deps.ids.next(),
    requestIdHeader: false,
    bodyLimit: bodyBytesMax,
    requestTimeout: requestTimeoutMs,
    // Requests that arrive while draining are shed like any other.
    return503OnClosing: false,
    clientErrorHandler: answerUnreadable,
    trustProxy: trustOf(deps.settings.trustedProxies),
    routerOptions: { maxParamLength: paramCharsMax },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      handleError(error, request, reply),
  }).withTypeProvider<ZodTypeProvider>();

  addMatchedRoute(app);
  addClientAddress(app);
  addProvenRefusals(app, deps);
  addStaleness(app, { head: shareNext(() => deps.events.head()), ...deps.logStanding });
  app.setErrorHandler(handleError);
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, { name: 'not-found' }));
  app.setSerializerCompiler(serializerCompiler);
  addRequestLog(app, deps);
  addSecurityLog(app, deps);
  if (deps.settings.opsApart) splitListeners(app);
  addSecurityHeaders(app);
  addGuestSessions(app, deps);
  await addCors(app, deps.settings);
  await addShedding(app, deps.settings);
  const rateLimits = addRateLimits(app, deps);
  rateLimits.byAddress();
  addRequestTurns(app);
  if (deps.settings.readOnly) addReadOnly(app);
  addAccessHooks(app, deps);
  addAskers(app, deps);
  addWaits(app, deps);
  addSearchTurns(app);
  rateLimits.byCaller();
  addRequestChecks(app);
  addKeyCheck(app);
  addEntityTags(app);
  addTypedAnswers(app);
  await addCompression(app);
  await app.register(accepts);
  await addOpenApi(app, deps.settings);
  for (const addGroup of routes) addGroup(app);
  addAnswersTogether(app);
  addDocs(app);
  return app;
};
