import { useStore } from '@nanostores/preact';
import { Route, Switch } from 'wouter-preact';
import { DeskFrame } from '../../shared/desk/DeskFrame.tsx';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { DeskBookingPage } from './bookings/DeskBookingPage.tsx';
import { SearchPage } from './bookings/SearchPage.tsx';
import { messages } from './messages.ts';
import { ShowPage } from './show/ShowPage.tsx';
import { TonightPage } from './tonight/TonightPage.tsx';
import { TroublesPage } from './troubles/TroublesPage.tsx';

export const DeskPage = () => {
  const t = useStore(messages);
  useTitle(t.title);
  return (
    <DeskFrame>
      <Switch>
        <Route path="/desk" component={TonightPage} />
        <Route path="/desk/search" component={SearchPage} />
        <Route path="/desk/bookings/:id" component={DeskBookingPage} />
        <Route path="/desk/shows/:id/:part?" component={ShowPage} />
        <Route path="/desk/troubles" component={TroublesPage} />
        <Route>
          <p role="status">{t.noPage}</p>
        </Route>
      </Switch>
    </DeskFrame>
  );
};
