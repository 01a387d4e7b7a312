import { QueryClientProvider } from '@tanstack/preact-query';
import { Route, Switch } from 'wouter-preact';
import { queryClient } from '../shared/api/queryClient.ts';
import { MissingPage } from './MissingPage.tsx';
import { pages } from './pages.ts';
import { routes } from './routes.ts';
import { Shell } from './Shell.tsx';

export const App = () => (
  <QueryClientProvider client={queryClient}>
    <Shell>
      <Switch>
        {pages.map(({ path }) => (
          <Route key={path} path={path} component={routes[path]} />
        ))}
        <Route component={MissingPage} />
      </Switch>
    </Shell>
  </QueryClientProvider>
);
