import { setTimeout as pause } from 'node:timers/promises';
import type { Marquee } from './compose.ts';
import { ReadModelMissing, ReadStoreUnavailable } from './ports/ReadStore.ts';

export const greeting = async (marquee: Marquee): Promise<string> => {
  const { address, opsAddress } = marquee;
  if (address === undefined) return 'Marquee is running without an API here. Ctrl-C stops it.\n';
  const showtime = await firstShowtime(marquee);
  const lines = [
    '',
    `Marquee is open: ${address}/v1/movies`,
    `In a browser:    ${address}/`,
    `API docs:        ${address}/docs`,
    ...(opsAddress === undefined ? [] : [`For operators:   ${opsAddress}/metrics`]),
    '',
    ...(showtime === undefined ? ['No showtime is on sale yet.'] : tryIt(address, showtime)),
    '',
    'Ctrl-C drains and stops.',
    '',
  ];
  return `${lines.join('\n')}\n`;
};

/** Limited: it may be that no running process builds the list. */
const looks = 50;
const pauseMs = 100;

const firstShowtime = async ({ catalog, isCaughtUp }: Marquee) => {
  try {
    for (let look = 1; look < looks && !(await isCaughtUp()); look += 1) await pause(pauseMs);
    return (await catalog.showtimes({ nowMs: Date.now() }, { limit: 1 })).items[0];
  } catch (error) {
    if (error instanceof ReadModelMissing || error instanceof ReadStoreUnavailable) return undefined;
    throw error;
  }
};

const tryIt = (address: string, showtime: { readonly id: string; readonly movieId: string }): string[] => [
  'Find a showtime, see its seats, hold two of them:',
  `  curl '${address}/v1/movies/${showtime.movieId}/showtimes?limit=1'`,
  `  curl '${address}/v1/showtimes/${showtime.id}/seats?view=compact'`,
  `  curl -X POST '${address}/v1/showtimes/${showtime.id}/holds' -H 'content-type: application/json' -d '{"bestAvailable":{"count":2}}'`,
];
