import type { ServerResponse } from 'node:http';

/** Sent as `retry`. */
const comeBackAfterMs = 1_000;

const headerValue = (value: unknown): number | string | string[] =>
  typeof value === 'number' || Array.isArray(value) ? value : String(value);

/** Ends an answer that was hijacked, or is about to be. */
export const endAnswer = (response: ServerResponse): void => {
  if (response.headersSent) response.end();
  else response.destroy();
};

/** Begins an answer of server-sent events with the headers that hooks have set. */
export const writeEventStreamHead = (
  response: ServerResponse,
  headers: Readonly<Record<string, unknown>>,
): void => {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) response.setHeader(name, headerValue(value));
  }
  response.setHeader('content-type', 'text/event-stream; charset=utf-8');
  response.setHeader('cache-control', 'no-cache, no-transform');
  response.setHeader('x-accel-buffering', 'no');
  response.writeHead(200);
  response.write(`retry: ${comeBackAfterMs}\n\n`);
};
