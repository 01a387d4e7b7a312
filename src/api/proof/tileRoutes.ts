import { z } from 'zod';
import type { Proofs } from '../../commands/proof/proofs.ts';
import { hashBytes } from '../../tlog/merkle.ts';
import { isTileOf, parseTilePath } from '../../tlog/tiles.ts';
import type { ReadTile } from '../../tlog/treeProofs.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { notFound } from '../http/problems/Problem.ts';

export interface TileRoutesDeps {
  readonly proofs: Pick<Proofs, 'checkpoint'>;
  readonly tree: { readonly tile: ReadTile };
}

const tileParams = z.strictObject({ '*': z.string().max(64) });
const forEver = 'public, max-age=31536000, immutable';

/** Only of trees that were signed: a tile says nothing without a checkpoint. */
export const tileRoutes = (app: ApiInstance, { proofs, tree }: TileRoutesDeps): void => {
  app.get(
    '/tile/*',
    {
      config: { uncompressed: true },
      schema: {
        operationId: 'getTile',
        summary: 'Hashes of the tree of the log (C2SP tlog-tiles): /tile/<L>/<N>[.p/<W>]',
        tags: ['proof'],
        params: tileParams,
        response: {
          200: {
            description: 'Up to 256 hashes of 32 bytes',
            content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
          },
        },
      },
    },
    async ({ params }, reply) => {
      const name = parseTilePath(params['*']);
      const signed = await proofs.checkpoint('latest');
      if (name === undefined || signed === undefined || !isTileOf(name, signed.size)) throw notFound();
      const hashes = (await tree.tile(name.level, name.index)).subarray(0, name.width * hashBytes);
      if (hashes.length < name.width * hashBytes) throw notFound();
      reply.header('cache-control', forEver).type('application/octet-stream');
      return reply.send(Buffer.from(hashes) as never);
    },
  );
};
