import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import { Table } from '../../../shared/ui/Table.tsx';
import styles from '../Analyst.module.css';
import { messages } from '../messages.ts';
import { useInstants } from '../useInstants.ts';
import type { LogEvent } from './LogEvent.ts';

const charsMax = 90;

const gist = (data: LogEvent['data']): string => {
  const text = JSON.stringify(data);
  return text.length <= charsMax ? text : `${text.slice(0, charsMax)}…`;
};

export const EventTable = ({ events }: { readonly events: readonly LogEvent[] }) => {
  const t = useStore(messages);
  const instant = useInstants();
  return (
    <>
      <p class="soft" role="status">
        {events.length === 0 ? t.none : t.shown(events.length)}
      </p>
      <Table
        label={t.events}
        rows={events}
        keyOf={({ id }) => id}
        columns={[
          { name: t.time, cell: ({ at }) => <span class="figures">{instant(at)}</span> },
          { name: t.event, cell: ({ id, type }) => <Link to={`/log/events/${id}`}>{type}</Link> },
          {
            name: t.stream,
            cell: ({ stream, revision }) => (
              <span class={styles.code}>
                {stream} <span class="soft">#{revision}</span>
              </span>
            ),
          },
          { name: t.actor, cell: ({ metadata }) => metadata.actor.role },
          { name: t.data, cell: ({ data }) => <bdi class={styles.code}>{gist(data)}</bdi> },
        ]}
      />
    </>
  );
};
