import '@fontsource-variable/bricolage-grotesque/wght.css';
import './shared/ui/tokens.css';
import './shared/ui/base.css';
import { render } from 'preact';
import { App } from './app/App.tsx';

const place = document.getElementById('app');
if (place !== null) render(<App />, place);
