import { locale } from '../../i18n/locale.ts';
import { needsDocumentOf } from '../../page/ownDocument.ts';
import { type Answering, checkPlace } from './Answering.ts';

interface Turnstile {
  render(place: HTMLElement, options: Readonly<Record<string, unknown>>): string;
  remove(widgetId: string): void;
}

declare global {
  interface Window {
    turnstile?: Turnstile;
  }
}

const source = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit';

const load = (): Promise<Turnstile | undefined> =>
  new Promise((resolve, reject) => {
    if (window.turnstile !== undefined) return resolve(window.turnstile);
    const script = document.createElement('script');
    script.src = source;
    script.onload = () => resolve(window.turnstile);
    script.onerror = reject;
    document.head.append(script);
  });

export const answerTurnstile: Answering = async ({ challenge }, signal) => {
  if (needsDocumentOf('shows')) return undefined;
  const turnstile = await load();
  const place = document.getElementById(checkPlace);
  if (turnstile === undefined || place === null || signal.aborted) return undefined;
  const { siteKey, action, cData } = challenge as Readonly<Record<string, string>>;
  const frame = place.appendChild(document.createElement('div'));
  let widget = '';
  const token = await new Promise<string | undefined>((resolve) => {
    const fail = (): void => resolve(undefined);
    signal.addEventListener('abort', fail);
    widget = turnstile.render(frame, {
      ...{ sitekey: siteKey, action, cData, language: locale.get(), appearance: 'interaction-only' },
      callback: resolve,
      'error-callback': fail,
      'timeout-callback': fail,
    });
  });
  turnstile.remove(widget);
  frame.remove();
  return token;
};
