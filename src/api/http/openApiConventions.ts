/** What holds for every operation and so stands in no route: the shared headers, and how a "no" looks. */
import { z } from 'zod';
import { problemShown } from './schemas.ts';

interface Operation {
  tags?: readonly string[];
  parameters?: unknown[];
  responses?: Record<string, unknown>;
  security?: readonly Readonly<Record<string, unknown>>[];
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

const header = (name: string, pattern: string, description: string) => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string', pattern },
});

const idempotencyKey = header(
  'Idempotency-Key',
  '^[A-Za-z0-9_-]{16,128}$',
  'A repeat with the same key gets the first answer. Without a token: at least 22 random characters.',
);
const minPosition = header(
  'Marquee-Min-Position',
  '^[0-9]{20}$',
  'Wait up to two seconds until the answer includes this position.',
);
const holdToken = {
  ...header('Hold-Token', '^[A-Za-z0-9_-]{86}$', 'Given with the hold; the only proof whose it is.'),
  required: true,
};
const bookingAccess = header(
  'Booking-Access',
  '^[A-Za-z0-9_-]{43}$',
  'Given with the booking; opens it without a token.',
);
const ifMatch = header('If-Match', '^"[1-9][0-9]*"$', 'The version that the edit was made from.');

const problemResponse = {
  description: 'Why not: a problem whose `type` ends in its name',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const asOf = {
  'Marquee-As-Of': {
    description:
      'Only when what was read from is more than a second behind: everything decided before this instant is in it.',
    schema: { type: 'string', format: 'date-time' },
  },
};

/** A read may be behind; what it answers then says so. */
const responsesOf = (method: string, { tags = [], responses = {} }: Operation): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(responses).map(([status, response]) => [
      status,
      method === 'get' && !tags.includes('operate') && status === '200'
        ? { ...Object(response), headers: asOf }
        : response,
    ]),
  );

const writes = new Set(['post', 'put', 'delete']);
/** What moves money must be repeatable. */
const keyRequired = new Set(['/v1/bookings', '/v1/bookings/{id}/cancel']);

const headersOf = (path: string, method: string, { tags = [], security = [] }: Operation): unknown[] => [
  ...(writes.has(method) ? [{ ...idempotencyKey, required: keyRequired.has(path) }] : []),
  ...(method === 'get' && !tags.includes('operate') ? [minPosition] : []),
  ...(method === 'put' && tags.includes('run') ? [ifMatch] : []),
  ...(security.some((each) => 'holdToken' in each) ? [holdToken] : []),
  ...(security.some((each) => 'bookingAccess' in each) ? [bookingAccess] : []),
];

/** Completes the document in place of its operations; nothing that a route says is changed. */
export const withConventions = <
  Document extends { paths?: unknown; components?: { schemas?: Record<string, unknown> } },
>(
  document: Document,
): Document => {
  const { $schema: _dialect, ...problem } = z.toJSONSchema(problemShown, { target: 'draft-2020-12' });
  const paths: Record<string, Record<string, Operation>> = {};
  for (const [path, methods] of Object.entries((document.paths ?? {}) as Paths)) {
    paths[path] = Object.fromEntries(
      Object.entries(methods).map(([method, operation]) => [
        method,
        {
          ...operation,
          parameters: [...(operation.parameters ?? []), ...headersOf(path, method, operation)],
          responses: { ...responsesOf(method, operation), default: problemResponse },
        },
      ]),
    );
  }
  const components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problem },
  };
  return { ...document, paths, components };
};
