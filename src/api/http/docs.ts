import swagger from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Role } from '../../domain/kernel/roles.ts';
import type { ApiInstance } from './ApiInstance.ts';
import type { ApiSettings } from './ApiSettings.ts';
import { ownProblems, withConventions } from './openapi/withConventions.ts';
import { notFound, problemTypeOf } from './problems/Problem.ts';
import { type ProblemName, problemKinds } from './problems/problemKinds.ts';
import { addReference } from './reference.ts';

declare module 'fastify' {
  interface FastifySchema {
    /** What only this operation may answer; what any of its kind may, is added to the description. */
    problems?: readonly ProblemName[];
  }
}

const demanding = (roles: readonly Role[]) => ({
  security: [{ token: [] }],
  'x-roles': roles,
});

/** Must run before the routes are added. */
export const addOpenApi = async (app: ApiInstance, settings: ApiSettings): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Marquee',
        description: 'Sells cinema seats. No seat is ever sold twice, and the log at `/v1/events` proves it.',
        version: settings.version,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          holdToken: { type: 'apiKey', in: 'header', name: 'Hold-Token' },
          queueEntry: { type: 'apiKey', in: 'header', name: 'Queue-Entry' },
          bookingAccess: { type: 'apiKey', in: 'header', name: 'Booking-Access' },
        },
      },
    },
    transform: (document) => {
      const { schema: whole, url } = jsonSchemaTransform(document);
      const { problems = [], ...rest } = { ...whole };
      const access = document.route.config?.access;
      if (access === undefined || access.roles === 'anyone') {
        return { schema: { ...rest, [ownProblems]: problems }, url };
      }
      const all = access.fresh === true ? [...problems, 'sign-in-again'] : problems;
      return { schema: { ...rest, [ownProblems]: all, ...demanding(access.roles) }, url };
    },
    transformObject: (document) => withConventions(jsonSchemaTransformObject(document)),
  });
};

const problemPage = z.strictObject({ type: z.string(), title: z.string(), status: z.int() });
const isProblemName = (name: string): name is ProblemName => Object.hasOwn(problemKinds, name);

export const addDocs = (app: ApiInstance): void => {
  let description: string | undefined;
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    description ??= JSON.stringify(app.swagger());
    return reply.type('application/json; charset=utf-8').send(description);
  });

  app.get(
    '/problems/:name',
    {
      schema: {
        operationId: 'getProblemKind',
        summary: 'What a problem type means',
        tags: ['operate'],
        params: z.strictObject({ name: z.string().max(64) }),
        response: { 200: problemPage },
      },
    },
    async (request) => {
      const { name } = request.params;
      if (!isProblemName(name)) throw notFound();
      const { status, title } = problemKinds[name];
      return { type: problemTypeOf(name), status, title };
    },
  );

  addReference(app);
};
