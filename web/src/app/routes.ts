import type { ComponentType } from 'preact';
import { lazyPage } from './lazyPage.tsx';
import type { PageUrl } from './pages.ts';

export interface PageProps {
  readonly params: Readonly<Record<string, string | undefined>>;
}

/** The script of each page. */
export const routes: Readonly<Record<PageUrl, ComponentType<PageProps>>> = {
  '/': lazyPage(async () => (await import('../features/tonight/TonightPage.tsx')).TonightPage),
  '/films/:id': lazyPage(async () => (await import('../features/film/FilmPage.tsx')).FilmPage),
  '/theaters/:id': lazyPage(async () => (await import('../features/theater/TheaterPage.tsx')).TheaterPage),
  '/shows/:id': lazyPage(async () => (await import('../features/seats/SeatsPage.tsx')).SeatsPage),
  '/search': lazyPage(async () => (await import('../features/search/SearchPage.tsx')).SearchPage),
  '/checkout/:holdId': lazyPage(
    async () => (await import('../features/checkout/CheckoutPage.tsx')).CheckoutPage,
  ),
  '/bookings': lazyPage(async () => (await import('../features/bookings/BookingsPage.tsx')).BookingsPage),
  '/bookings/:id': lazyPage(async () => (await import('../features/bookings/BookingPage.tsx')).BookingPage),
  '/account': lazyPage(async () => (await import('../features/account/AccountPage.tsx')).AccountPage),
  '/waiting/:id': lazyPage(async () => (await import('../features/waiting/WaitingPage.tsx')).WaitingPage),
  '/desk/programme': lazyPage(
    async () => (await import('../features/programme/ProgrammePage.tsx')).ProgrammePage,
  ),
  '/desk/halls': lazyPage(async () => (await import('../features/halls/HallsPage.tsx')).HallsPage),
  '/desk/halls/:id': lazyPage(async () => (await import('../features/halls/HallPage.tsx')).HallPage),
  '/desk/*?': lazyPage(async () => (await import('../features/desk/DeskPage.tsx')).DeskPage),
  '/gate/*?': lazyPage(async () => (await import('../features/gate/GatePage.tsx')).GatePage),
  '/log/*?': lazyPage(async () => (await import('../features/analyst/LogPage.tsx')).LogPage),
  '/ops/*?': lazyPage(async () => (await import('../features/ops/OpsPage.tsx')).OpsPage),
};
