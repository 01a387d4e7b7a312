import type { Commands } from '../../commands/Commands.ts';
import type { Folded } from '../../commands/engine/CommandRunner.ts';
import type { ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { demandTheater } from '../http/auth/access.ts';
import { furthestBehind, type PositionedView, readsAtPosition } from '../http/minPosition.ts';
import { idParams, replyToWrite } from '../http/schemas.ts';
import { maybeStale, orBefore, orStale } from '../http/stale.ts';
import { decidedAtMs, doneOrProblem } from '../http/writeAnswer.ts';
import { writeRequest } from '../http/writeRequest.ts';
import { type ShowtimeListRoutesDeps, showtimeListRoutes } from './listRoutes.ts';
import { pricingPreviewRoute } from './previewRoute.ts';
import { scheduleShowtimeBody, showtimeShown } from './schemas.ts';
import { type ShowtimeStaffRoutesDeps, showtimeStaffRoutes } from './staffRoutes.ts';
import { listedTitles, titlesOf } from './titles.ts';
import { existingShowtime, showtimeView, standingView, withCancellation } from './views.ts';

export interface ShowtimeRoutesDeps extends ShowtimeListRoutesDeps, ShowtimeStaffRoutesDeps {
  readonly commands: Pick<
    Commands,
    'changePricing' | 'showtimes' | 'movies' | 'theaters' | 'halls' | 'scheduleShowtime'
  >;
  readonly position: PositionedView;
}

export const showtimeRoutes = (app: ApiInstance, deps: ShowtimeRoutesDeps): void => {
  const { availability, catalog, clock, commands, position, texts } = deps;
  const models = furthestBehind(catalog, availability);
  showtimeListRoutes(app, deps);
  showtimeStaffRoutes(app, deps);
  pricingPreviewRoute(app, deps);

  app.get(
    '/v1/showtimes/:id',
    {
      config: { etag: true },
      schema: {
        operationId: 'getShowtime',
        summary: 'A showtime',
        tags: ['browse'],
        params: idParams,
        response: { 200: maybeStale(showtimeShown) },
      },
      preHandler: readsAtPosition(position),
    },
    async (request) => {
      const { id } = request.params;
      const viewOf = async ({ state }: Folded<ShowtimeState>) => {
        const showtime = existingShowtime(state);
        const view = showtimeView(showtime, await titlesOf(commands, showtime.facts), clock.nowMs());
        return withCancellation(texts, showtime, view);
      };
      const fromLog = () =>
        orBefore(
          async () => viewOf(await commands.showtimes.read(id)),
          async (revision) => viewOf(await commands.showtimes.readAt(id, revision)),
        );
      const fromModels = async () => {
        const standing = (await availability.standings([id])).get(id);
        if (standing === undefined) return undefined;
        const titles = (await listedTitles(catalog, [standing.facts]))(standing.facts);
        if (titles === undefined) return undefined;
        return withCancellation(texts, standing, standingView(standing, titles, clock.nowMs()));
      };
      return orStale(app, fromLog, models, fromModels);
    },
  );

  app.post(
    '/v1/showtimes',
    {
      schema: {
        operationId: 'scheduleShowtime',
        problems: [
          'not-found',
          'already-exists',
          'hall-busy',
          'price-too-high',
          'start-not-possible',
          'timetable-full',
          'wrong-currency',
        ],
        summary: 'Schedule a showtime and open its sales',
        description: replyToWrite,
        tags: ['run'],
        body: scheduleShowtimeBody,
        response: { 201: showtimeShown },
      },
    },
    async (request, reply) => {
      const { movieId, hallId, startsAt, basePrice, format, language } = request.body;
      const write = writeRequest(request, deps, request.body);
      const hall = await commands.halls.read(hallId);
      if (hall.state.status !== 'none') demandTheater(request.caller, hall.state.theaterId);
      const showtimeId = write.newId('showtime');
      const outcome = await commands.scheduleShowtime(
        {
          showtimeId,
          movieId,
          hallId,
          startsAt: new Date(startsAt).toISOString(),
          basePrice,
          ...(format === undefined ? {} : { format }),
          ...(language === undefined ? {} : { language }),
        },
        write.context,
      );
      const done = doneOrProblem(reply, outcome);
      const showtime = existingShowtime(done.state);
      const titles = await titlesOf(commands, showtime.facts);
      return reply
        .code(201)
        .header('location', `/v1/showtimes/${showtimeId}`)
        .send(showtimeView(showtime, titles, decidedAtMs(done, clock.nowMs())));
    },
  );
};
