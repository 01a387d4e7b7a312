import '@fontsource-variable/bricolage-grotesque/wght.css';
import './shared/ui/tokens.css';
import './shared/ui/base.css';
import { render } from 'preact';
import { App } from './app/App.tsx';

const place = document.getElementById('app');
if (place !== null) render(<App />, place);

// The first use of `Intl` takes a phone some 100 ms, for tables of the browser: now, while the first answers are on their way.
const warmIntl = (): void => void new Intl.DateTimeFormat();
if ('requestIdleCallback' in window) window.requestIdleCallback(warmIntl);
else setTimeout(warmIntl);
