/** An answer that says no. Its `name` never changes; `body` has the fields that the API lists for that name. */
export class Problem extends Error {
  readonly kind: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;

  constructor(body: Readonly<Record<string, unknown>>, status: number, retryAfterSeconds?: number) {
    super(typeof body.title === 'string' ? body.title : `the server answered ${status}`);
    this.body = body;
    this.status = status;
    this.kind = typeof body.type === 'string' ? body.type.slice('/problems/'.length) : 'unknown';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export const isProblem = (error: unknown, ...kinds: readonly string[]): error is Problem =>
  error instanceof Problem && (kinds.length === 0 || kinds.includes(error.kind));
