/** Every page by its URL. The program reads this list from the build: other URLs are answered 404. */
export interface PagePath {
  readonly path: string;
  /** The camera, and scripts of others that the page loads where the settings call for them. */
  readonly uses?: readonly ('payment' | 'turnstile' | 'camera')[];
}

export const pages = [
  { path: '/' },
  { path: '/search' },
  { path: '/films/:id' },
  { path: '/theaters/:id' },
  { path: '/shows/:id', uses: ['turnstile'] },
  { path: '/checkout/:holdId', uses: ['payment'] },
  { path: '/bookings' },
  { path: '/bookings/:id' },
  { path: '/account' },
  { path: '/waiting/:id' },
  { path: '/desk/programme' },
  { path: '/desk/halls' },
  { path: '/desk/halls/:id' },
  { path: '/desk/*?' },
  { path: '/gate/*?', uses: ['camera'] },
  { path: '/log/*?' },
  { path: '/ops/*?' },
] as const satisfies readonly PagePath[];

export type PageUrl = (typeof pages)[number]['path'];
