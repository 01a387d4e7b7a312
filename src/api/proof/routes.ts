import { z } from 'zod';
import type { Proofs } from '../../commands/proof/proofs.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import type { AuditQueries, AuditStanding } from '../../projections/proof/auditQueries.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { invalidRequest, notFound, ProblemError } from '../http/problems/Problem.ts';
import { provedInTime } from './provedInTime.ts';
import { growthQuery, growthShown, positionParams, proofShown, whichQuery } from './schemas.ts';
import { type TileRoutesDeps, tileRoutes } from './tileRoutes.ts';

const textType = 'text/plain; charset=utf-8';
const retryAfterSeconds = 1;
/** Checkpoints are new every second. */
const brief = 'public, max-age=1';

export interface ProofRoutesDeps extends TileRoutesDeps {
  readonly proofs: Proofs;
  readonly audit: Pick<AuditQueries, 'standing'>;
  readonly events: Pick<EventStore, 'head'>;
  readonly checkpointKeys: readonly string[];
  readonly checkpointSigner: { readonly name: string };
}

const notYet = () => new ProblemError({ name: 'temporarily-unavailable', retryAfterSeconds });

const textAnswer = (description: string) => ({
  200: { description, content: { 'text/plain': { schema: z.string() } } },
});

const whichOf = ({ cosigned }: z.output<typeof whichQuery>) => (cosigned === 'true' ? 'cosigned' : 'latest');

export const proofRoutes = (app: ApiInstance, deps: ProofRoutesDeps): void => {
  const { proofs, audit, events, checkpointKeys, checkpointSigner } = deps;
  tileRoutes(app, deps);

  app.get(
    '/v1/proof',
    {
      schema: {
        operationId: 'getProof',
        summary: 'How far the log has been checked, and the root of its tree',
        tags: ['proof'],
        response: { 200: proofShown },
      },
    },
    async (_request, reply) => {
      const [standing, latest, cosigned] = await Promise.all([
        audit.standing(),
        proofs.checkpoint('latest'),
        proofs.checkpoint('cosigned'),
      ]);
      if (standing === undefined || latest === undefined) throw notYet();
      reply.header('cache-control', brief);
      return {
        ...auditShown(standing),
        chainHead: base64(latest.root),
        size: latest.size,
        origin: checkpointSigner.name,
        keys: [...checkpointKeys],
        ...(cosigned === undefined
          ? {}
          : { cosigned: { size: cosigned.size, at: new Date(cosigned.signedAtMs).toISOString() } }),
      };
    },
  );

  app.get(
    '/checkpoint',
    {
      schema: {
        operationId: 'getCheckpoint',
        summary:
          'The signed tree of the log (C2SP tlog-checkpoint); with cosigned=true the latest that a witness cosigned',
        tags: ['proof'],
        querystring: whichQuery,
        response: textAnswer('A signed note'),
      },
    },
    async ({ query }, reply) => {
      const which = whichOf(query);
      const checkpoint = await proofs.checkpoint(which);
      if (checkpoint === undefined) throw which === 'latest' ? notYet() : notFound();
      reply.header('cache-control', brief).type(textType);
      return reply.send(checkpoint.note as never);
    },
  );

  app.get(
    '/v1/events/:position/proof',
    {
      schema: {
        operationId: 'proveEvent',
        summary:
          'That an event is in the log (C2SP tlog-proof); with cosigned=true in a tree that a witness cosigned',
        tags: ['proof'],
        params: positionParams,
        querystring: whichQuery,
        response: textAnswer('A proof and its checkpoint'),
        problems: ['not-caught-up'],
      },
    },
    async ({ params: { position }, query }, reply) => {
      const proof = await provedInTime(proofs, events, position, whichOf(query));
      reply.type(textType);
      return reply.send(proof as never);
    },
  );

  app.get(
    '/v1/proof/consistency',
    {
      schema: {
        operationId: 'proveGrowth',
        summary: 'That a smaller tree is the beginning of a larger one (RFC 6962)',
        tags: ['proof'],
        querystring: growthQuery,
        response: { 200: growthShown },
      },
    },
    async ({ query: { from, to } }) => {
      const hashes = await proofs.ofGrowth(from, to);
      if (hashes === undefined) {
        throw invalidRequest({
          path: 'to',
          message: 'from, to and the latest checkpoint in this order',
          in: 'query',
        });
      }
      return { from, to, hashes: hashes.map(base64) };
    },
  );
};

const auditShown = ({ position, atMs, showtimes, conflicts }: AuditStanding) => ({
  ...{ position, at: new Date(atMs).toISOString(), showtimes, conflicts },
});

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
