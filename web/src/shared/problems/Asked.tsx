import type { ComponentChildren } from 'preact';
import { Loading } from '../ui/Loading.tsx';
import { ProblemNotice } from './ProblemNotice.tsx';

export interface AskedProps<Data> {
  readonly query: {
    readonly data: Data | undefined;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  readonly children: (data: Data) => ComponentChildren;
}

/** What was asked for, or that it is coming, or why not. Data that was there before is shown on. */
export const Asked = <Data,>({ query, children }: AskedProps<Data>) => {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error !== null) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading />;
};
