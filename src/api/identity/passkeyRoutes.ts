import { z } from 'zod';
import { type Passkeys, passkeyIdOf } from '../../commands/identity/passkeys.ts';
import type { Passkey } from '../../ports/Passkeys.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { notYours, ProblemError } from '../http/problems/Problem.ts';
import { noBody } from '../http/schemas.ts';
import { writeRequest } from '../http/writeRequest.ts';
import {
  ceremonyShown,
  passkeyParams,
  passkeyShown,
  registrationAnswerBody,
  registrationOptionsBody,
  signedInShown,
  signInAnswerBody,
} from './schemas.ts';
import { type SessionRoutesDeps, signedInView } from './sessionRoutes.ts';

export interface PasskeyRoutesDeps extends SessionRoutesDeps {
  readonly passkeys: Passkeys;
}

const nameDefault = 'Marquee account';

const passkeyView = ({ credentialId, createdAtMs, lastUsedAtMs }: Passkey) => ({
  id: passkeyIdOf({ credentialId }),
  createdAt: new Date(createdAtMs).toISOString(),
  ...(lastUsedAtMs === undefined ? {} : { lastUsedAt: new Date(lastUsedAtMs).toISOString() }),
});

export const passkeyRoutes = (app: ApiInstance, deps: PasskeyRoutesDeps): void => {
  const { passkeys, sessions, clock, ids } = deps;
  const tags = ['account'];
  const refused = () => new ProblemError({ name: 'invalid-passkey' });

  app.post(
    '/v1/passkeys/registration/options',
    {
      schema: {
        operationId: 'startPasskeyRegistration',
        summary: 'Begin to register a passkey',
        description: 'Wants a sign-in of the last 15 minutes. The challenge is good for five minutes.',
        tags,
        body: registrationOptionsBody,
        response: { 200: ceremonyShown },
      },
    },
    async (request, reply) => {
      writeRequest(request, deps, request.body ?? {});
      reply.header('cache-control', 'no-store');
      const { name = nameDefault } = request.body ?? {};
      const options = await passkeys.registrationOptions(request.caller.id ?? '', name, clock.nowMs());
      return ceremonyShown.parse(options);
    },
  );

  app.post(
    '/v1/passkeys/registration/verify',
    {
      schema: {
        operationId: 'registerPasskey',
        problems: ['invalid-passkey'],
        summary: 'Register the passkey that the device made',
        description: 'At most 20 of an account.',
        tags,
        body: registrationAnswerBody,
        response: { 201: passkeyShown },
      },
    },
    async (request, reply) => {
      writeRequest(request, deps, request.body);
      const made = await passkeys.register(request.caller.id ?? '', request.body, clock.nowMs());
      if (made === undefined) throw refused();
      return reply.code(201).send(passkeyView(made));
    },
  );

  app.post(
    '/v1/sign-in/passkey/options',
    {
      schema: {
        operationId: 'startPasskeySignIn',
        summary: 'Begin to sign in with a passkey',
        tags,
        body: noBody,
        response: { 200: ceremonyShown },
      },
    },
    async (request, reply) => {
      writeRequest(request, deps, request.body ?? {});
      reply.header('cache-control', 'no-store');
      return ceremonyShown.parse(await passkeys.signInOptions(clock.nowMs()));
    },
  );

  app.post(
    '/v1/sign-in/passkey/verify',
    {
      schema: {
        operationId: 'signInWithPasskey',
        problems: ['invalid-passkey'],
        summary: 'Sign in with the answer of the device',
        description: 'An answer is good once.',
        tags,
        body: signInAnswerBody,
        response: { 200: signedInShown },
      },
    },
    async (request, reply) => {
      writeRequest(request, deps, request.body);
      const nowMs = clock.nowMs();
      const subject = await passkeys.signIn(request.body.id, request.body, nowMs);
      if (subject === undefined) throw refused();
      const tokens = await sessions.start({ id: ids.next(), subject, startedAtMs: nowMs });
      reply.header('cache-control', 'no-store');
      return signedInView(request, deps, tokens);
    },
  );

  app.get(
    '/v1/me/passkeys',
    {
      schema: {
        operationId: 'listMyPasskeys',
        summary: "The caller's passkeys, the latest first",
        tags,
        response: { 200: z.strictObject({ items: z.array(passkeyShown), nextCursor: z.null() }) },
      },
    },
    async ({ caller }) => {
      return { items: (await passkeys.list(caller.id ?? '')).map(passkeyView), nextCursor: null };
    },
  );

  app.delete(
    '/v1/me/passkeys/:id',
    {
      schema: {
        operationId: 'removeMyPasskey',
        summary: 'Sign in no more with a passkey',
        tags,
        params: passkeyParams,
        response: { 204: z.undefined().describe('Removed') },
      },
    },
    async (request, reply) => {
      writeRequest(request, deps, undefined);
      const isRemoved = await passkeys.remove(request.params.id, request.caller.id ?? '');
      if (!isRemoved) throw notYours('There is no such passkey');
      return reply.code(204).send(undefined);
    },
  );
};
