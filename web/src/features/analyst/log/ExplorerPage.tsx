import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { useSearchParams } from 'wouter-preact';
import { Asked } from '../../../shared/problems/Asked.tsx';
import { ProblemNotice } from '../../../shared/problems/ProblemNotice.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { uiMessages } from '../../../shared/ui/uiMessages.ts';
import styles from '../Analyst.module.css';
import { messages } from '../messages.ts';
import { EventTable } from './EventTable.tsx';
import { ExplorerFilters } from './ExplorerFilters.tsx';
import { type Filters, filtersIn } from './Filters.ts';
import { useEvents, useFollowed } from './useLog.ts';

export const ExplorerPage = () => {
  const t = useStore(messages);
  const ui = useStore(uiMessages);
  const [search, setSearch] = useSearchParams();
  const [isLive, setLive] = useState(false);
  const filters = filtersIn(search);
  const events = useEvents(filters, !isLive);
  const followed = useFollowed(filters, isLive);
  const change = (next: Filters): void =>
    setSearch(new URLSearchParams(Object.entries(next)), { replace: true });
  return (
    <>
      <h1>{t.events}</h1>
      <ExplorerFilters filters={filters} onChange={change} isLive={isLive} />
      <div class={styles.row}>
        <Button look={isLive ? 'main' : 'plain'} onClick={() => setLive(!isLive)}>
          {isLive ? t.stopFollowing : t.follow}
        </Button>
        {isLive && <p role="status">{t.following}</p>}
      </div>
      {isLive ? (
        <>
          {followed.error !== null && <ProblemNotice error={followed.error} />}
          <EventTable events={followed.events} />
        </>
      ) : (
        <Asked query={events}>
          {(found) => (
            <>
              <EventTable events={found} />
              {events.hasNextPage && (
                <Button
                  look="plain"
                  busy={events.isFetchingNextPage}
                  onClick={() => void events.fetchNextPage()}
                >
                  {ui.more}
                </Button>
              )}
            </>
          )}
        </Asked>
      )}
    </>
  );
};
