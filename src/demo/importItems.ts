import type { Commands } from '../commands/Commands.ts';
import type { Seat } from '../domain/seating/seat.ts';
import type { DemoShowtime } from './dayPlan.ts';
import type { DemoCatalog } from './demoCatalog.ts';
import type { DemoFilm } from './films.ts';
import type { ImportItem } from './ImportItem.ts';
import { layoutSeats } from './layoutSeats.ts';
import type { LayoutTemplate } from './layoutTemplates.ts';
import type { DemoHall, DemoTheater } from './theaters.ts';

const movieItem = (film: DemoFilm, { movies }: Commands): ImportItem => {
  const { id, votes: _votes, genres, ...details } = film;
  return {
    kind: 'movies',
    id,
    name: `the movie ${film.title}`,
    execute: (context) =>
      movies.execute(id, { type: 'RegisterMovie', movieId: id, genres: [...genres], ...details }, context),
  };
};

const theaterItem = (theater: DemoTheater, { theaters }: Commands): ImportItem => {
  const { id, key, ...details } = theater;
  return {
    kind: 'theaters',
    id,
    name: key,
    execute: (context) => theaters.execute(id, { type: 'OpenTheater', theaterId: id, ...details }, context),
  };
};

const hallItem = (hall: DemoHall, seats: readonly Seat[], { halls }: Commands): ImportItem => ({
  kind: 'halls',
  id: hall.id,
  name: hall.key,
  execute: (context) =>
    halls.execute(
      hall.id,
      { type: 'BuildHall', hallId: hall.id, theaterId: hall.theater.id, name: hall.name, seats },
      context,
    ),
});

const showtimeItem = (showtime: DemoShowtime, commands: Commands): ImportItem => ({
  kind: 'showtimes',
  id: showtime.id,
  name: showtime.key,
  execute: (context) =>
    commands.scheduleShowtime(
      {
        showtimeId: showtime.id,
        movieId: showtime.film.id,
        hallId: showtime.hall.id,
        startsAt: new Date(showtime.startsAtMs).toISOString(),
        basePrice: showtime.basePrice,
        format: showtime.format,
        language: showtime.language,
      },
      context,
    ),
});

export const importItems = (catalog: DemoCatalog, commands: Commands): readonly ImportItem[] => {
  const seatsOf = new Map<LayoutTemplate, readonly Seat[]>();
  const seats = (template: LayoutTemplate): readonly Seat[] => {
    const drawn = seatsOf.get(template) ?? layoutSeats(template);
    seatsOf.set(template, drawn);
    return drawn;
  };
  return [
    ...catalog.films.map((film) => movieItem(film, commands)),
    ...catalog.theaters.map((theater) => theaterItem(theater, commands)),
    ...catalog.halls.map((hall) => hallItem(hall, seats(hall.template), commands)),
    ...catalog.showtimes.map((showtime) => showtimeItem(showtime, commands)),
  ];
};
