/** Talking to a running program as any client would: one request, its answer, and how it was refused. */

export interface Call {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly timeoutMs?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; empty when it is not a JSON object. */
  readonly body: Readonly<Record<string, unknown>>;
}

const timeoutMsDefault = 30_000;

const parsed = (text: string, type: string): Answer['body'] => {
  if (!/[/+]json\b/.test(type) || text === '') return {};
  return Object(JSON.parse(text));
};

/** Throws when there is no answer at all. */
export const call = async (url: string, method: string, path: string, given: Call = {}): Promise<Answer> => {
  const { token, headers = {}, body, timeoutMs = timeoutMsDefault } = given;
  const answer = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await answer.text();
  const type = answer.headers.get('content-type') ?? '';
  return { status: answer.status, headers: answer.headers, text, body: parsed(text, type) };
};

export const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error(`not a string: ${JSON.stringify(value)}`);
  return value;
};

export const list = (value: unknown): readonly Readonly<Record<string, unknown>>[] => {
  if (!Array.isArray(value)) throw new Error(`not a list: ${JSON.stringify(value)}`);
  return value.map((item) => Object(item));
};

/** The last part of a problem's type; undefined for anything else. */
export const problemOf = (answer: Answer): string | undefined => {
  const { type } = answer.body;
  if (!answer.headers.get('content-type')?.startsWith('application/problem+json')) return undefined;
  return typeof type === 'string' ? type.split('/').at(-1) : undefined;
};

/** The answer, if it has that status; else throws what came. */
export const expectStatus = (answer: Answer, status: number): Answer => {
  if (answer.status === status) return answer;
  throw new Error(`expected ${status}, came ${answer.status} ${answer.text.slice(0, 2_000)}`);
};
