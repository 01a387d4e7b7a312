import { useStore } from '@nanostores/preact';
import { Redirect } from 'wouter-preact';
import { Asked } from '../../../shared/problems/Asked.tsx';
import { Notice } from '../../../shared/ui/Notice.tsx';
import styles from '../Analyst.module.css';
import { messages } from '../messages.ts';
import { Trace } from './Trace.tsx';
import { useEvent, useTrace } from './useTrace.ts';

/** By the id of a request; that of an event leads to its own page. */
export const RequestPage = ({ id }: { readonly id: string }) => {
  const t = useStore(messages);
  const trace = useTrace(id);
  const isNone = trace.data?.length === 0;
  return (
    <Asked query={trace}>
      {(events) =>
        isNone ? (
          <OfEvent id={id} />
        ) : (
          <>
            <h1>{t.traceTitle}</h1>
            <p class={styles.code}>{id}</p>
            <Trace events={events} />
          </>
        )
      }
    </Asked>
  );
};

const OfEvent = ({ id }: { readonly id: string }) => {
  const t = useStore(messages);
  const event = useEvent(id);
  return (
    <Asked query={event}>
      {(found) =>
        found === null ? (
          <Notice title={t.notFound} level={1} />
        ) : (
          <Redirect to={`/log/events/${id}`} replace />
        )
      }
    </Asked>
  );
};
