import { useStore } from '@nanostores/preact';
import { isProblem, type Problem } from '../api/Problem.ts';
import { formats } from '../format/formats.ts';
import { problemMessages } from './problemMessages.ts';

const fieldsOf = ({ body, retryAfterSeconds }: Problem, list: (words: readonly string[]) => string) => ({
  seats: Array.isArray(body.unavailable) ? list(body.unavailable.map(String)) : '',
  max: String(body.max ?? ''),
  currency: String(body.currency ?? ''),
  seconds: String(retryAfterSeconds ?? 1),
});

/** Turns what a call threw into words. */
export const useProblemWords = (): ((error: unknown) => string) => {
  const t = useStore(problemMessages);
  const { list } = useStore(formats);
  return (error) => {
    if (!isProblem(error)) return t.offline;
    const words: unknown = Reflect.get(t, error.kind);
    if (typeof words === 'function') return String(words(fieldsOf(error, list)));
    return typeof words === 'string' ? words : t.unknown;
  };
};
