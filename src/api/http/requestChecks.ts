/**
 * For every request: bodies are JSON in valid UTF-8, text can be stored (no NUL, no lone surrogate), nesting is
 * bounded.
 */
import { isUtf8 } from 'node:buffer';
import type { ApiInstance } from './ApiInstance.ts';
import { sizeCheckOf } from './arraySizes.ts';
import { isForPublic } from './limits/lanes.ts';
import { notJson } from './notJson.ts';
import { type FieldFault, invalidRequest } from './problems/Problem.ts';
import { zodFaults } from './problems/zodFaults.ts';

/** Of routes for anyone or for customers: a hold of a thousand seats. */
const publicBodyBytesMax = 16 * 1_024;
export const bodyBytesMax = 256 * 1_024;
/** A layout of 2,000 seats with every field. */
export const layoutBodyBytesMax = 1_024 * 1_024;
/** Of one part of a path. */
export const paramCharsMax = 128;
const depthMax = 12;

const textFault = (text: string): string | undefined => {
  if (text.includes('\0')) return 'NUL is not text';
  return text.isWellFormed() ? undefined : 'not valid Unicode: a lone surrogate';
};

const findFault = (
  value: unknown,
  path: string,
  depth: number,
): { path: string; message: string } | undefined => {
  if (typeof value === 'string') {
    const message = textFault(value);
    return message === undefined ? undefined : { path, message };
  }
  // A body that its route reads as bytes.
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return undefined;
  if (depth >= depthMax) return { path, message: `nested more than ${depthMax} levels deep` };
  for (const key of Object.keys(value)) {
    const member: unknown = Reflect.get(value, key);
    const message = textFault(key);
    if (message !== undefined) return { path, message };
    const fault = findFault(member, path === '' ? key : `${path}.${key}`, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

const demandText = (value: unknown, part: FieldFault['in']): void => {
  const fault = findFault(value, '', 0);
  if (fault !== undefined) throw invalidRequest({ ...fault, in: part });
};

const partOf = (httpPart: string | undefined): FieldFault['in'] => {
  if (httpPart === 'querystring') return 'query';
  if (httpPart === 'params') return 'path';
  return httpPart === 'headers' ? 'header' : 'body';
};

export const addRequestChecks = (app: ApiInstance): void => {
  app.removeAllContentTypeParsers();
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (body.length === 0) return done(null, undefined);
    if (!isUtf8(body)) return done(invalidRequest({ path: '', message: 'not valid UTF-8', in: 'body' }));
    const text = body.toString('utf8');
    return parseJson(request, text, (error, parsed) => {
      if (error === null) return done(null, parsed);
      return done(invalidRequest({ path: '', message: notJson(text), in: 'body' }));
    });
  });
  app.addHook('preValidation', (request, _reply, done) => {
    demandText(request.params, 'path');
    demandText(request.query, 'query');
    demandText(request.body, 'body');
    done();
  });
  app.addHook('onRoute', (route) => {
    const { access } = route.config ?? {};
    route.bodyLimit ??= access !== undefined && isForPublic(access) ? publicBodyBytesMax : bodyBytesMax;
  });
  app.setValidatorCompiler<import('zod').ZodType>(({ schema, httpPart }) => {
    const part = partOf(httpPart);
    const sizeFaultOf = part === 'body' ? sizeCheckOf(schema) : undefined;
    return (data: unknown) => {
      const tooLong = sizeFaultOf?.(data);
      if (tooLong !== undefined) return { error: invalidRequest({ ...tooLong, in: part }) };
      const result = schema.safeParse(data);
      if (result.success) return { value: result.data };
      return { error: invalidRequest(...zodFaults(result.error, part)) };
    };
  });
};
