/** The pages at /docs, made when they are first asked for: loading their library takes a tenth of a start. */
import { createHash } from 'node:crypto';
import { type FastifyInstance, fastify } from 'fastify';
import type { ApiInstance } from './ApiInstance.ts';
import { pageHeaders } from './securityHeaders.ts';

const prefix = '/docs';
const paths = [prefix, `${prefix}/`, `${prefix}/js/scalar.js`] as const;

const inlineScript = /<script type="text\/javascript">([\s\S]*?)<\/script>/;

/** The page has one inline script, which is allowed by its hash. */
const docsPolicy = (html: string): string => {
  const hash = createHash('sha256')
    .update(inlineScript.exec(html)?.[1] ?? '')
    .digest('base64');
  return [
    "default-src 'self'",
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join(';');
};

const openPages = async (): Promise<FastifyInstance> => {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const pages = fastify();
  await pages.register(scalar, {
    routePrefix: prefix,
    configuration: {
      url: '/openapi.json',
      pageTitle: 'Marquee API',
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      agent: { disabled: true },
      mcp: { disabled: true },
      showDeveloperTools: 'never',
    },
  });
  return pages;
};

export const addReference = (app: ApiInstance): void => {
  let pages: Promise<FastifyInstance> | undefined;
  for (const path of paths) {
    app.get(path, { schema: { hide: true } }, async (_request, reply) => {
      pages ??= openPages().catch((error: unknown) => {
        pages = undefined;
        throw error;
      });
      const { statusCode, headers, body } = await (await pages).inject(path);
      const { location, 'content-type': type } = headers;
      if (location !== undefined) return reply.redirect(String(location), statusCode);
      if (String(type).startsWith('text/html')) {
        reply.headers({ ...pageHeaders, 'content-security-policy': docsPolicy(body) });
      }
      return reply.code(statusCode).header('content-type', type).send(body);
    });
  }
};
