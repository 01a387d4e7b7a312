import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { Found } from '../../projections/search/searchQueries.ts';
import type { SearchRequest } from '../../projections/search/searchQuestion.ts';
import type { foundOf, moviesQuery } from './schemas.ts';

type Filter = Omit<z.output<typeof moviesQuery>, 'limit' | 'cursor'>;
type Extras = Omit<z.output<ReturnType<typeof foundOf>>, 'items'>;

/** Whether the whole list is asked for. */
export const isPlainList = (filter: Filter): boolean => Object.keys(filter).length === 0;

export const searchRequest = ({ from, until, ...filter }: Filter, nowMs: number): SearchRequest => ({
  ...filter,
  ...(from === undefined ? {} : { fromMs: Date.parse(from) }),
  ...(until === undefined ? {} : { untilMs: Date.parse(until) }),
  nowMs,
});

export const namesEngine = (reply: FastifyReply, { engine }: Pick<Found<unknown>, 'engine'>): void => {
  reply.header('marquee-search', engine);
};

export const foundView = ({ nextCursor, facets, didYouMean }: Found<unknown>): Extras => ({
  nextCursor,
  ...(facets === undefined
    ? {}
    : {
        facets: {
          genre: facets.genre.map((each) => ({ ...each })),
          rating: facets.rating.map((each) => ({ ...each })),
          language: facets.language.map((each) => ({ ...each })),
          format: facets.format.map((each) => ({ ...each })),
          city: facets.city.map((each) => ({ ...each })),
          date: facets.date.map((each) => ({ ...each })),
        },
      }),
  ...(didYouMean === undefined ? {} : { didYouMean }),
});
