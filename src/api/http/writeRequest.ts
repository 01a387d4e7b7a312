/** The idempotency key itself is not passed on, only HMACs of it. */
import type { FastifyRequest } from 'fastify';
import { canonicalJson } from '../../commands/engine/canonicalJson.ts';
import { fingerprint, type KeyedRequest, keyedId } from '../../commands/engine/fingerprint.ts';
import type { CommandContext } from '../../commands/engine/Outcome.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import type { ApiInstance } from './ApiInstance.ts';
import { type ApiSecrets, everyKey } from './ApiSecrets.ts';
import { actorOf, type Caller, isGuest } from './auth/Caller.ts';
import { invalidRequest, ProblemError } from './problems/Problem.ts';
import { routeOf } from './routeOf.ts';

const keyPattern = /^[A-Za-z0-9_-]{16,128}$/;
/** A guest's key is a capability: 22 characters of base64url are 128 bits. */
const guestKeyCharsMin = 22;

export interface WriteDeps {
  readonly secrets: ApiSecrets;
  readonly ids: IdSource;
}

export interface WriteRequest {
  readonly context: CommandContext;
  /** From the idempotency key if there is one, else a fresh id. */
  newId(what: string): string;
}

const invalidHeader = (path: string, message: string): ProblemError =>
  invalidRequest({ path, message, in: 'header' });

const keyFault = (caller: Caller, key: string): ProblemError | undefined => {
  if (!keyPattern.test(key)) {
    return invalidHeader('Idempotency-Key', '16 to 128 characters of A-Z a-z 0-9 - _');
  }
  return isGuest(caller) && key.length < guestKeyCharsMin
    ? invalidHeader('Idempotency-Key', `without a token: at least ${guestKeyCharsMin} random characters`)
    : undefined;
};

/** Node joins the values of a header that is sent twice. */
const keyOf = ({ headers }: FastifyRequest): string | undefined => {
  const key = headers['idempotency-key'];
  return Array.isArray(key) ? key.join() : key;
};

/** A malformed key is refused on every write, also on one that has no use for a key. */
export const addKeyCheck = (app: ApiInstance): void => {
  app.addHook('preValidation', (request, _reply, done) => {
    const key = keyOf(request);
    const isRead = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
    done(key === undefined || isRead ? undefined : keyFault(request.caller, key));
  });
};

/** The route’s pattern and parameters, so that each spelling of a path has the same scope. */
const scopeOf = (request: FastifyRequest): string => {
  const { caller, method, params } = request;
  return canonicalJson([caller.id ?? null, method, routeOf(request).url ?? '', params ?? {}]);
};

/** `body` is the checked body. */
export const writeRequest = (
  request: FastifyRequest,
  { secrets, ids }: WriteDeps,
  body: unknown,
): WriteRequest => {
  const key = keyOf(request);
  const context: CommandContext = {
    correlationId: request.id,
    causationId: request.id,
    actor: actorOf(request.caller),
  };
  if (key === undefined) return { context, newId: () => ids.next() };
  const keyed: KeyedRequest = { scope: scopeOf(request), key };
  const [current, ...earlier] = everyKey(secrets, 'idempotency').map((secret) =>
    fingerprint(secret, keyed, body),
  );
  if (current === undefined) throw new Error('there is no secret');
  return {
    context: { ...context, idempotency: { ...current, ...(earlier.length === 0 ? {} : { earlier }) } },
    newId: (what) => keyedId(secrets.idempotency, keyed, what),
  };
};

/** Throws idempotency-key-required without a key. */
export const keyedWriteRequest: typeof writeRequest = (request, deps, body) => {
  if (keyOf(request) === undefined) throw new ProblemError({ name: 'idempotency-key-required' });
  return writeRequest(request, deps, body);
};

const versionPattern = /^"([1-9][0-9]{0,8})"$/;

/** Undefined without If-Match. */
export const expectedVersion = (request: FastifyRequest): number | undefined => {
  const header = request.headers['if-match'];
  if (header === undefined || header === '*') return undefined;
  const digits = versionPattern.exec(header)?.[1];
  if (digits === undefined) throw invalidHeader('If-Match', 'a version in double quotes, such as "3"');
  return Number(digits);
};
