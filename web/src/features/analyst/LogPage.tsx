import { useStore } from '@nanostores/preact';
import { Route, Switch } from 'wouter-preact';
import { StaffArea } from '../../shared/session/StaffArea.tsx';
import { Notice } from '../../shared/ui/Notice.tsx';
import { useTitle } from '../../shared/ui/useTitle.ts';
import styles from './Analyst.module.css';
import { AnalystNav } from './AnalystNav.tsx';
import { EventPage } from './log/EventPage.tsx';
import { ExplorerPage } from './log/ExplorerPage.tsx';
import { RequestPage } from './log/RequestPage.tsx';
import { messages } from './messages.ts';
import { ReportsPage } from './reports/ReportsPage.tsx';
import { SeatPage } from './seat/SeatPage.tsx';
import { FindShow } from './show/FindShow.tsx';
import { ShowPage } from './show/ShowPage.tsx';

export const LogPage = () => {
  const t = useStore(messages);
  useTitle(t.title);
  return (
    <StaffArea roles={['analyst', 'admin', 'staff']}>
      <AnalystNav />
      <div class={styles.page}>
        <Switch>
          <Route path="/log" component={ExplorerPage} />
          <Route path="/log/reports" component={ReportsPage} />
          <Route path="/log/events/:id">{({ id }) => <EventPage id={id} />}</Route>
          <Route path="/log/requests/:id">{({ id }) => <RequestPage id={id} />}</Route>
          <Route path="/log/shows" component={FindShow} />
          <Route path="/log/shows/:id">{({ id }) => <ShowPage key={id} id={id} />}</Route>
          <Route path="/log/shows/:id/seats/:seatId">
            {({ id, seatId }) => <SeatPage showId={id} seatId={decodeURIComponent(seatId)} />}
          </Route>
          <Route>
            <Notice title={t.none} level={1} />
          </Route>
        </Switch>
      </div>
    </StaffArea>
  );
};
