import { QueryClientProvider } from '@tanstack/preact-query';
import { Route, Switch } from 'wouter-preact';
import { queryClient } from '../shared/api/queryClient.ts';
import { MissingPage } from './MissingPage.tsx';
import { routes } from './routes.ts';
import { Shell } from './Shell.tsx';

export const App = () => (
  <QueryClientProvider client={queryClient}>
    <Shell>
      <Switch>
        {routes.map(({ path, page }) => (
          <Route key={path} path={path} component={page} />
        ))}
        <Route component={MissingPage} />
      </Switch>
    </Shell>
  </QueryClientProvider>
);
