import { useStore } from '@nanostores/preact';
import { isProblem } from '../../shared/api/Problem.ts';
import { ProblemNotice } from '../../shared/problems/ProblemNotice.tsx';
import { Notice } from '../../shared/ui/Notice.tsx';
import { messages } from './messages.ts';

interface Fault {
  readonly path: string;
  readonly message: string;
}

const faultsIn = (error: unknown): readonly Fault[] =>
  isProblem(error, 'invalid-request') && Array.isArray(error.body.errors) ? error.body.errors : [];

/** What the server finds wrong with a drawing or a file, place by place. */
export const Faults = ({ error }: { readonly error: unknown }) => {
  const t = useStore(messages);
  const faults = faultsIn(error);
  if (faults.length === 0) return <ProblemNotice error={error} />;
  return (
    <Notice tone="bad" title={t.faults}>
      <ul>
        {faults.map(({ path, message }) => (
          <li key={path}>{t.faultAt({ path, message })}</li>
        ))}
      </ul>
    </Notice>
  );
};
