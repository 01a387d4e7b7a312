import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hmacSha256 } from '../../../commands/engine/hmacSha256.ts';
import type { SecurityLog } from '../../../commands/security/securityLog.ts';
import type { Clock } from '../../../ports/Clock.ts';
import type { IdSource } from '../../../ports/IdSource.ts';
import type { SecurityAction, SecurityOutcome } from '../../../ports/SecurityLog.ts';
import type { ApiInstance } from '../ApiInstance.ts';
import type { ApiSecrets } from '../ApiSecrets.ts';
import { actorOf, type Caller, guest } from '../auth/Caller.ts';
import { clientBlockOf } from '../limits/clientAddress.ts';
import type { Problem } from '../problems/Problem.ts';
import type { ProblemName } from '../problems/problemKinds.ts';
import { routeOf } from '../routeOf.ts';
import { type Audited, auditedOf } from './auditedRoutes.ts';

interface AuditNotes {
  targets?: readonly string[];
  actor?: { readonly id: string; readonly role: string };
  exemption?: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What was answered instead. */
    problem: Problem | undefined;
    auditNotes: AuditNotes | undefined;
  }
}

const note = (request: FastifyRequest, notes: AuditNotes): void => {
  request.auditNotes = { ...request.auditNotes, ...notes };
};

export const auditTargets = (request: FastifyRequest, targets: readonly string[]): void =>
  note(request, { targets });

/** Whom a sign-in made of a stranger. */
export const auditActor = (request: FastifyRequest, id: string | undefined): void =>
  id === undefined ? undefined : note(request, { actor: { id, role: 'customer' } });

export const auditExemption = (request: FastifyRequest): void => note(request, { exemption: true });

export interface SecurityLogParts {
  readonly securityLog: Pick<SecurityLog, 'record'>;
  readonly secrets: Pick<ApiSecrets, 'securityLog'>;
  readonly clock: Clock;
  readonly ids: IdSource;
}

const addressChars = 22;
const targetsMax = 100;
/** Ids and HMACs; whatever else stands in a path may be text of a caller. */
const idForm = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9_-]{43})$/;

/** Hashed unless it is an id: an issuer elsewhere may put anything into a name. */
export const auditTargetNamed = (request: FastifyRequest, name: string): void =>
  auditTargets(request, [idForm.test(name) ? name : hash('sha256', name, 'base64url')]);

const rights: readonly ProblemName[] = ['unauthorized', 'forbidden', 'sign-in-again'];
const proofs: readonly ProblemName[] = ['invalid-code', 'invalid-passkey'];
const limits: readonly ProblemName[] = ['budget-exhausted', 'rate-limited', 'challenge-required'];

const isOfHouse = ({ roles }: Caller): boolean => roles.some((role) => role !== 'customer');

const targetsIn = (params: unknown): readonly string[] =>
  Object.values(params ?? {}).filter(
    (value): value is string => typeof value === 'string' && idForm.test(value),
  );

/** Undefined for what is nothing to the security log. */
const actionOf = (
  audited: Audited | undefined,
  caller: Caller,
  problem: Problem | undefined,
  outcome: SecurityOutcome,
): SecurityAction | undefined => {
  if (problem !== undefined && limits.includes(problem.name)) return 'limit-refusal';
  const isDenied = problem !== undefined && (rights.includes(problem.name) || problem.isDenial === true);
  if (isDenied) return audited?.action ?? 'access-denied';
  if (audited === undefined || (audited.only === 'staff' && !isOfHouse(caller))) return undefined;
  if (outcome === 'failed') return audited.action;
  if (outcome === 'done') return audited.only === 'refused' ? undefined : audited.action;
  return problem !== undefined && proofs.includes(problem.name) ? audited.action : undefined;
};

const outcomeOf = (status: number): SecurityOutcome => {
  if (status < 400) return 'done';
  return status < 500 ? 'refused' : 'failed';
};

export const addSecurityLog = (app: ApiInstance, deps: SecurityLogParts): void => {
  const { securityLog, secrets, clock, ids } = deps;
  app.decorateRequest('problem', undefined);
  app.decorateRequest('auditNotes', undefined);

  const record = (request: FastifyRequest, outcome: SecurityOutcome, action: SecurityAction): void => {
    const { auditNotes, problem, params, id: requestId } = request;
    const { id: actorId, role } = auditNotes?.actor ?? actorOf(request.caller ?? guest);
    const address = hmacSha256(secrets.securityLog, 'address', clientBlockOf(request));
    securityLog.record({
      id: ids.next(),
      atMs: clock.nowMs(),
      ...(actorId === undefined ? {} : { actorId }),
      ...{ role, action, outcome, requestId },
      operation: routeOf(request).schema?.operationId ?? 'unknown',
      ...(problem === undefined ? {} : { reason: problem.name }),
      targets: (auditNotes?.targets ?? targetsIn(params)).slice(0, targetsMax),
      address: address.toString('base64url').slice(0, addressChars),
    });
  };

  app.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done) => {
    const { method, problem, auditNotes } = request;
    const { url = '', config } = routeOf(request);
    const audited = auditedOf(method, url, config.access);
    const outcome = outcomeOf(reply.statusCode);
    const action = actionOf(audited, request.caller ?? guest, problem, outcome);
    if (action !== undefined) record(request, outcome, action);
    if (auditNotes?.exemption === true) record(request, outcome, 'limit-exemption');
    done();
  });
};
