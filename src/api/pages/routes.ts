import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { invalidRequest, notFound } from '../http/problems/Problem.ts';
import { paramCharsMax } from '../http/requestChecks.ts';
import { pageHeaders } from '../http/securityHeaders.ts';
import type { OutsideScript, Page, PageFiles } from './PageFiles.ts';
import { devicePolicy, pagePolicy, scriptPolicy } from './pagePolicy.ts';

export interface PageRoutesDeps {
  readonly pages: PageFiles | undefined;
  /** Which scripts of others the settings call for. */
  readonly outsideScripts: readonly OutsideScript[];
}

const hashed = /^assets\//;
const forEver = 'public, max-age=31536000, immutable';
const forAnHour = 'public, max-age=3600';
/** Answered as JSON whatever the caller accepts. */
const programPaths = /^\/(?:v1|health|docs|problems|tile)(?:\/|$)|^\/(?:metrics|openapi\.json|checkpoint)$/;

const missingPage: Page = { uses: [], preloads: '' };

const wantsPage = ({ headers }: FastifyRequest, pathname: string): boolean =>
  !programPaths.test(pathname) && headers.accept?.includes('text/html') === true;

/** The router refuses it of every other route, but takes it for one of these. */
const refuseLongPart = (pathname: string): void => {
  if (pathname.split('/').every((part) => part.length <= paramCharsMax)) return;
  throw invalidRequest({ path: '', message: `longer than ${paramCharsMax} characters`, in: 'path' });
};

export const pageRoutes = (app: ApiInstance, { pages, outsideScripts }: PageRoutesDeps): void => {
  if (pages === undefined) return;
  const { root } = pages;
  app.register(fastifyStatic, { root, serve: false, preCompressed: true, cacheControl: false });

  const sendPage = (reply: FastifyReply, { uses, preloads }: Page): FastifyReply =>
    reply
      .headers({ ...pageHeaders, ...(preloads === '' ? {} : { link: preloads }) })
      .header('content-security-policy', pagePolicy(outsideScripts.filter((use) => uses.includes(use))))
      .header('permissions-policy', devicePolicy(uses))
      .header('cache-control', 'no-cache')
      .sendFile('index.html');

  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const pathname = request.url.split('?', 1)[0] ?? '';
    const file = pathname.slice(1);
    if (pages.has(file)) {
      if (file.endsWith('.js')) reply.header('content-security-policy', scriptPolicy);
      return reply.header('cache-control', hashed.test(file) ? forEver : forAnHour).sendFile(file);
    }
    const page = pages.pageAt(pathname);
    if (page !== undefined) return sendPage(reply, page);
    if (wantsPage(request, pathname)) return sendPage(reply.code(404), missingPage);
    refuseLongPart(pathname);
    throw notFound();
  });
};
