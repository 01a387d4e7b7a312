import { useStore } from '@nanostores/preact';
import { isProblem } from '../../../shared/api/Problem.ts';
import { Asked, type AskedProps } from '../../../shared/problems/Asked.tsx';
import { messages } from '../messages.ts';

/** With OPS_PORT set, these answers are to be had at another address. */
export const AskedOps = <Data,>({ query, children }: AskedProps<Data>) => {
  const t = useStore(messages);
  if (isProblem(query.error, 'not-found')) return <p role="status">{t.opsElsewhere}</p>;
  return <Asked query={query}>{children}</Asked>;
};
