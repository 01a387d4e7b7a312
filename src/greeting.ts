/** What a newcomer sees once everything is up: where it is, and three lines to try. */
import type { Marquee } from './compose.ts';

export const greeting = async ({ address, catalog }: Marquee): Promise<string> => {
  if (address === undefined) return 'Marquee is running without an API here. Ctrl-C stops it.\n';
  const { items } = await catalog.showtimes({ nowMs: Date.now() }, { limit: 1 });
  const showtime = items[0];
  const lines = [
    '',
    `Marquee is open: ${address}/v1/movies`,
    `API docs:        ${address}/docs`,
    '',
    ...(showtime === undefined ? ['No showtime is on sale yet.'] : tryIt(address, showtime)),
    '',
    'Ctrl-C drains and stops.',
    '',
  ];
  return `${lines.join('\n')}\n`;
};

const tryIt = (address: string, showtime: { readonly id: string; readonly movieId: string }): string[] => [
  'Find a showtime, see its seats, hold two of them:',
  `  curl '${address}/v1/movies/${showtime.movieId}/showtimes?limit=1'`,
  `  curl '${address}/v1/showtimes/${showtime.id}/seats?view=compact'`,
  `  curl -X POST '${address}/v1/showtimes/${showtime.id}/holds' -H 'content-type: application/json' -d '{"bestAvailable":{"count":2}}'`,
];
