import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { ApiInstance } from './ApiInstance.ts';

/** Smaller answers cost more to compress than to send; that of a hold is one. */
const compressedFromBytes = 1_024;
/** Higher levels of Brotli take many times as long for a few percent. */
const brotliQuality = 4;

/** Only reads: answers to writes are a few hundred bytes, and a stream of events must not wait for more. */
export const addCompression = async (app: ApiInstance): Promise<void> => {
  app.addHook('onRoute', (route) => {
    const isRead = route.method === 'GET' && route.config?.uncompressed !== true;
    route.compress = isRead ? { threshold: compressedFromBytes } : false;
    route.decompress = false;
  });
  await app.register(compress, {
    global: false,
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } },
  });
};

declare module 'fastify' {
  interface FastifyContextConfig {
    uncompressed?: boolean;
  }
}
