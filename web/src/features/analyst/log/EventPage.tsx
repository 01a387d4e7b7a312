import { useStore } from '@nanostores/preact';
import { Asked } from '../../../shared/problems/Asked.tsx';
import { Notice } from '../../../shared/ui/Notice.tsx';
import { messages } from '../messages.ts';
import { EventFacts } from './EventFacts.tsx';
import { Trace } from './Trace.tsx';
import { useEvent, useTrace } from './useTrace.ts';

export const EventPage = ({ id }: { readonly id: string }) => {
  const t = useStore(messages);
  const event = useEvent(id);
  const trace = useTrace(event.data?.metadata.correlationId);
  return (
    <Asked query={event}>
      {(found) =>
        found === null ? (
          <Notice title={t.notFound} level={1} />
        ) : (
          <>
            <h1>{found.type}</h1>
            <EventFacts event={found} trace={trace.data ?? []} />
            <h2>{t.trace}</h2>
            <Asked query={trace}>{(events) => <Trace events={events} current={found.id} />}</Asked>
          </>
        )
      }
    </Asked>
  );
};
