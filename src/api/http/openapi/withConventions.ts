import type { ProblemName } from '../problems/problemKinds.ts';
import { withExamples } from './examples.ts';
import type { JsonSchema } from './JsonSchema.ts';
import { openAnswers } from './openAnswers.ts';
import { problemResponses, problemSchemas } from './problemResponses.ts';

export const ownProblems = 'x-problems';

export interface Operation {
  readonly tags?: readonly string[];
  readonly parameters?: readonly unknown[];
  readonly requestBody?: unknown;
  readonly responses?: Readonly<Record<string, unknown>>;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly [ownProblems]?: readonly ProblemName[];
}

const componentPrefix = '#/components/schemas/';

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
  '^[A-Za-z0-9_-]{43}([A-Za-z0-9_-]{7})?$',
  'Given with the booking or for its access code; opens it without a token until 90 days after the show.',
);
const queueEntry = {
  ...header(
    'Queue-Entry',
    '^[A-Za-z0-9_-]{72}$',
    'Given with the entry; good for the caller who entered only.',
  ),
  required: true,
};
const guestSession = header(
  'Guest-Session',
  '^[A-Za-z0-9_-]{48}$',
  'Given with the first answer; tells callers without a token apart.',
);
const queueAdmission = header(
  'Queue-Admission',
  '^[A-Za-z0-9_-]{72}$',
  'Needed for a showtime with a queue: given with the entry when it is the turn of its caller.',
);
const botCheck = header(
  'Bot-Check',
  '^.{1,4096}$',
  'The answer to a challenge of 403 challenge-required, with the same Guest-Session.',
);
const ifMatch = header('If-Match', '^"[1-9][0-9]*"$', 'The version that the edit was made from.');

const asOf = {
  'Marquee-As-Of': {
    description:
      'Only when what was read from is more than a second behind: everything decided before this instant is in it.',
    schema: { type: 'string', format: 'date-time' },
  },
};

/** Sign-ins and the program's own state do not come from the log. */
const isOfLog = (method: string, tags: readonly string[]): boolean =>
  method === 'get' && !tags.includes('operate') && !tags.includes('account');

const responsesOf = (method: string, { tags = [], responses = {} }: Operation): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(responses).map(([status, response]) => [
      status,
      isOfLog(method, tags) && status === '200' ? { ...Object(response), headers: asOf } : response,
    ]),
  );

const writes = new Set(['post', 'put', 'delete']);
const holdsPath = '/v1/showtimes/{id}/holds';
const swapPath = '/v1/holds/{holdId}/seats';
const keyRequired = new Set(['/v1/bookings', '/v1/bookings/{id}/cancel']);

/** Problems of every operation of a kind, and those that the route names. */
const problemsOf = (path: string, method: string, operation: Operation): ReadonlySet<ProblemName> => {
  const { tags = [], security = [], requestBody } = operation;
  const isWrite = writes.has(method);
  const forRoles = security.some((each) => 'token' in each);
  const all: readonly (readonly [boolean, readonly ProblemName[]])[] = [
    [true, ['invalid-request', 'unauthorized', 'rate-limited', 'overloaded', 'internal-error']],
    [forRoles, ['forbidden']],
    [path.includes('{'), ['not-found']],
    [isWrite, ['idempotency-key-reused', 'request-in-progress', 'temporarily-unavailable']],
    [requestBody !== undefined, ['payload-too-large', 'unsupported-media-type']],
    [keyRequired.has(path) && isWrite, ['idempotency-key-required']],
    [method === 'put' && tags.includes('run'), ['stale-version']],
    [isOfLog(method, tags), ['not-caught-up', 'temporarily-unavailable']],
    [true, operation[ownProblems] ?? []],
  ];
  return new Set(all.flatMap(([applies, names]) => (applies ? names : [])));
};

const headersOf = (path: string, method: string, { tags = [], security = [] }: Operation): unknown[] => [
  ...(writes.has(method) ? [{ ...idempotencyKey, required: keyRequired.has(path) }] : []),
  ...(isOfLog(method, tags) ? [minPosition] : []),
  ...(method === 'put' && tags.includes('run') ? [ifMatch] : []),
  ...(security.some((each) => 'holdToken' in each) ? [holdToken] : []),
  ...(security.some((each) => 'bookingAccess' in each) ? [bookingAccess] : []),
  ...(security.some((each) => 'queueEntry' in each) ? [queueEntry] : []),
  ...(tags.includes('queue') || path === holdsPath || path === swapPath ? [guestSession] : []),
  ...(path === holdsPath ? [queueAdmission] : []),
  ...(path === holdsPath || path === swapPath ? [botCheck] : []),
];

interface Answer {
  readonly content?: Readonly<Record<string, unknown>>;
}
type Answers = Readonly<Record<string, Answer>>;

/** One status may have an answer of its own media type and problems. */
const withProblems = (answers: Answers, problems: Answers): Answers => ({
  ...answers,
  ...Object.fromEntries(
    Object.entries(problems).map(([status, problem]) => [
      status,
      { ...problem, content: { ...answers[status]?.content, ...problem.content } },
    ]),
  ),
});

const referenced = (
  paths: unknown,
  schemas: Readonly<Record<string, JsonSchema>>,
): Readonly<Record<string, JsonSchema>> => {
  const found = new Map<string, JsonSchema>();
  const visit = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      const schema = schemas[name];
      if (schema === undefined || found.has(name)) continue;
      found.set(name, schema);
      visit(schema);
    }
  };
  visit(paths);
  return Object.fromEntries(found);
};

export const withConventions = <
  Document extends { paths?: unknown; components?: { schemas?: Record<string, unknown> } },
>(
  document: Document,
): Document => {
  const schemas: Readonly<Record<string, JsonSchema>> = {
    ...(openAnswers({ ...document.components?.schemas, ...problemSchemas() }) as Record<string, JsonSchema>),
  };
  const resolve = (ref: string): JsonSchema | undefined => schemas[ref.slice(componentPrefix.length)];
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [path, methods] of Object.entries((document.paths ?? {}) as Paths)) {
    paths[path] = Object.fromEntries(
      Object.entries(methods).map(([method, { [ownProblems]: _own, ...operation }]) => {
        const problems = problemResponses(problemsOf(path, method, methods[method] ?? operation), resolve);
        const complete = {
          ...operation,
          parameters: [...(operation.parameters ?? []), ...headersOf(path, method, operation)],
          responses: withProblems(Object(openAnswers(responsesOf(method, operation))), problems),
        };
        return [method, withExamples(complete, resolve)];
      }),
    );
  }
  return {
    ...document,
    paths,
    components: { ...document.components, schemas: referenced(paths, schemas) },
  };
};
