import type { FastifyRequest } from 'fastify';
import { keyedId } from '../../commands/engine/fingerprint.ts';

/** Who enters: the account, else the guest session, which a caller without one begins here. */
export const enteringCaller = (request: FastifyRequest): string =>
  request.caller.id === undefined
    ? `guest ${request.server.guestSessionOf(request).id}`
    : `account ${request.caller.id}`;

/** Whose tokens a request may carry: those of its account, and those of its guest session from before the sign-in. */
export const callersOf = (request: FastifyRequest): readonly [string, ...string[]] => {
  const first = enteringCaller(request);
  const isBoth = request.caller.id !== undefined && request.headers['guest-session'] !== undefined;
  return isBoth ? [first, `guest ${request.server.guestSessionOf(request).id}`] : [first];
};

/** The same for one caller and queue on every node. */
export const entryIdOf = (identityKey: Uint8Array, queueId: string, caller: string): string =>
  keyedId(identityKey, { scope: queueId, key: caller }, 'queue entry');
