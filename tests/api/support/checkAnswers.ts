import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ApiInstance } from '../../../src/api/http/ApiInstance.ts';

const schemaOf = (request: FastifyRequest, status: number): z.ZodType | undefined => {
  const { response } = request.routeOptions.schema ?? {};
  const schema: unknown = Reflect.get(Object(response), String(status));
  return schema instanceof z.ZodType ? schema : undefined;
};

/**
 * Every successful JSON answer is read back and checked against the schema of its route, also those that the program
 * sends unchecked. One that does not fit becomes an `internal-error`.
 */
export const checkAnswers = (app: ApiInstance): void => {
  app.addHook<unknown>('onSend', (request, reply, payload, done) => {
    const isJson = String(reply.getHeader('content-type')).startsWith('application/json');
    const schema = schemaOf(request, reply.statusCode);
    if (!isJson || typeof payload !== 'string' || schema === undefined) return done(null, payload);
    schema.parse(JSON.parse(payload));
    done(null, payload);
  });
};
