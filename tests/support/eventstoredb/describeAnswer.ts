/**
 * Writes down what the official client answered, with everything that varies from run to run replaced by a
 * name.
 */
import { setTimeout as pause } from 'node:timers/promises';

const uuidPattern = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

const plain = (text: string): string =>
  text.replaceAll(uuidPattern, '<uuid>').replace(/(Deadline exceeded after ).*/, '$1…');

const describe = (value: unknown, key = ''): unknown => {
  if (typeof value === 'bigint') return /commit|prepare/i.test(key) ? '<n>' : `${value}n`;
  if (typeof value === 'string') return plain(value);
  if (value instanceof Date) return '<instant>';
  if (Array.isArray(value)) return value.map((item) => describe(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, field]) => name !== '_raw' && field !== undefined)
      .map(([name, field]) => [name, describe(field, name)]),
  );
};

const describeError = (error: Error): unknown => {
  const fields = describe({ ...error, message: error.message });
  return { class: error.constructor.name, ...(fields instanceof Object ? fields : {}) };
};

const answerMaxMs = 10_000;

const noAnswer = async (): Promise<never> => {
  await pause(answerMaxMs, undefined, { ref: false });
  throw new Error(`no answer within ${answerMaxMs} ms`);
};

/** `{ ok }` or `{ err }`, as the measured answers are written. */
export const describeAnswer = async (call: () => Promise<unknown>): Promise<unknown> => {
  try {
    return { ok: describe(await Promise.race([call(), noAnswer()])) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { err: describeError(error) };
  }
};
