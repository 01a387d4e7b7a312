/** Every page by its URL. The program reads this list from the build: other URLs are answered 404. */
export interface PagePath {
  readonly path: string;
  /** The file below `features` whose main export is the page. */
  readonly script: string;
  /** The camera, and scripts of others that the page loads where the settings call for them. */
  readonly uses?: readonly ('payment' | 'turnstile' | 'camera')[];
}

export const pages: readonly PagePath[] = [
  { path: '/', script: 'tonight/TonightPage' },
  { path: '/search', script: 'search/SearchPage' },
  { path: '/films/:id', script: 'film/FilmPage' },
  { path: '/theaters/:id', script: 'theater/TheaterPage' },
  { path: '/shows/:id', script: 'seats/SeatsPage', uses: ['turnstile'] },
  { path: '/checkout/:holdId', script: 'checkout/CheckoutPage', uses: ['payment'] },
  { path: '/bookings', script: 'bookings/BookingsPage' },
  { path: '/bookings/:id', script: 'bookings/BookingPage' },
  { path: '/account', script: 'account/AccountPage' },
  { path: '/waiting/:id', script: 'waiting/WaitingPage' },
  { path: '/desk/programme', script: 'programme/ProgrammePage' },
  { path: '/desk/halls', script: 'halls/HallsPage' },
  { path: '/desk/halls/:id', script: 'halls/HallPage' },
  { path: '/desk/*?', script: 'desk/DeskPage' },
  { path: '/gate/*?', script: 'gate/GatePage', uses: ['camera'] },
  { path: '/log/*?', script: 'analyst/LogPage' },
  { path: '/ops/*?', script: 'ops/OpsPage' },
];
