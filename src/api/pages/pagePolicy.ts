import type { OutsideScript, PageUse } from './PageFiles.ts';

const own: Readonly<Record<string, readonly string[]>> = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'https:', 'data:', 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'worker-src': ["'self'"],
  'media-src': ["'self'", 'blob:'],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

const outside: Readonly<Record<OutsideScript, typeof own>> = {
  payment: {
    'script-src': ['https://js.stripe.com', 'https://*.js.stripe.com'],
    'frame-src': ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
    'connect-src': ['https://api.stripe.com'],
  },
  turnstile: {
    'script-src': ['https://challenges.cloudflare.com'],
    'frame-src': ['https://challenges.cloudflare.com'],
  },
};

export const pagePolicy = (uses: readonly OutsideScript[]): string => {
  const sources = new Map(Object.entries(own).map(([name, values]) => [name, [...values]]));
  for (const use of uses) {
    for (const [name, values] of Object.entries(outside[use])) {
      sources.set(name, [...(sources.get(name) ?? []), ...values]);
    }
  }
  return [...sources].map(([name, values]) => `${name} ${values.join(' ')}`).join(';');
};

/** Of a script that runs as a worker: it may ask this program only. */
export const scriptPolicy = "default-src 'none';connect-src 'self'";

/** For the header Permissions-Policy. */
export const devicePolicy = (uses: readonly PageUse[]): string =>
  `camera=(${uses.includes('camera') ? 'self' : ''}), microphone=()`;
