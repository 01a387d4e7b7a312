import type { EventOf } from '../../domain/kernel/eventDefinition.ts';
import { idOfStream } from '../../domain/kernel/streams.ts';
import { type MovieDetailsEvent, movieDetailsEvents } from '../../domain/movie/events.ts';
import { seatPrice } from '../../domain/pricing/price.ts';
import type { PriceTerms } from '../../domain/pricing/terms.ts';
import { showtimeEvents } from '../../domain/showtime/events.ts';
import { type TheaterEvent, theaterEvents } from '../../domain/theater/events.ts';
import type { ReadTransaction, SqlValue } from '../../ports/ReadStore.ts';
import type { Placed, Projection } from '../engine/Projection.ts';
import { readingOnly } from '../engine/readingOnly.ts';
import { foldText } from '../sql/foldText.ts';
import { priceRank } from './priceRank.ts';
import { searchWords, titleWords } from './searchWords.ts';
import { searchIndexes, searchTables } from './tables.ts';
import {
  nextChange,
  wordsChanged,
  writeMovies,
  writeOffers,
  writePrices,
  writeShowtimes,
  writeStatuses,
  writeTheaters,
  writeWords,
} from './writes.ts';

const { SalesOpened, SalesClosed, ShowtimeCancelled, PricingChanged } = showtimeEvents;
const ShowtimeScheduled = readingOnly(
  showtimeEvents.ShowtimeScheduled,
  'showtimeId',
  'movieId',
  'theaterId',
  'startsAt',
  'endsAt',
  'salesCloseAt',
  'businessDate',
  'format',
  'language',
  'priceTerms',
);
const showtimeDefinitions = {
  ShowtimeScheduled,
  SalesOpened,
  SalesClosed,
  ShowtimeCancelled,
  PricingChanged,
} as const;
type ShowtimeEvent = EventOf<(typeof showtimeDefinitions)[keyof typeof showtimeDefinitions]>;
type SearchEvent = MovieDetailsEvent | TheaterEvent | ShowtimeEvent;
type EventNamed<Type extends SearchEvent['type']> = Placed<Extract<SearchEvent, { readonly type: Type }>>;

/** Cursors carry it, so it is kept short; what is alike so far is sorted by id. */
const sortTitleCharsMax = 60;
const sortTitle = (title: string): string => [...foldText(title)].slice(0, sortTitleCharsMax).join('');

const distinct = (words: readonly string[]): readonly string[] => [...new Set(words)];

type MovieData = EventNamed<MovieDetailsEvent['type']>['data'];
const titled = ({ title, originalTitle = '' }: MovieData): readonly string[] => [
  ...titleWords(title),
  ...titleWords(originalTitle),
];
const people = ({ cast = [], directors = [] }: MovieData): readonly string[] => [...cast, ...directors];

const movieRow = ({ data, revision }: EventNamed<MovieDetailsEvent['type']>) => ({
  id: data.movieId,
  title: data.title,
  sort_title: sortTitle(data.title),
  words: distinct([...titled(data), ...searchWords(people(data).join(' '))]),
  title_words: distinct(titled(data)),
  genres: data.genres,
  genres_folded: data.genres.map(foldText),
  rating: data.rating ?? null,
  rating_folded: data.rating === undefined ? null : foldText(data.rating),
  revision,
});

const theaterRow = ({ data, revision }: EventNamed<'TheaterOpened' | 'TheaterRevised'>) => ({
  id: data.theaterId,
  sort_title: sortTitle(data.name),
  words: distinct([...titleWords(data.name), ...searchWords(`${data.chain ?? ''} ${data.city}`)]),
  city: data.city,
  city_folded: foldText(data.city),
  lat: data.location.lat,
  lng: data.location.lng,
  revision,
});

/** What an adult pays for a regular seat: the price by which shows are compared. */
const comparedPrice = (terms: PriceTerms): number => priceRank(seatPrice(terms, 'regular', 'adult'));

const showtimeRow = ({ data, revision }: EventNamed<'ShowtimeScheduled'>) => ({
  id: data.showtimeId,
  movie_id: data.movieId,
  theater_id: data.theaterId,
  starts_at: data.startsAt,
  bookable_until: data.salesCloseAt < data.endsAt ? data.salesCloseAt : data.endsAt,
  business_date: data.businessDate,
  format: data.format,
  format_folded: foldText(data.format),
  language: data.language,
  language_folded: foldText(data.language),
  price_rank: comparedPrice(data.priceTerms),
  on_sale: false,
  revision,
});

const apply = async (events: readonly Placed<SearchEvent>[], transaction: ReadTransaction): Promise<void> => {
  const movies = new Map<string, ReturnType<typeof movieRow>>();
  const theaters = new Map<string, ReturnType<typeof theaterRow>>();
  const showtimes = new Map<string, ReturnType<typeof showtimeRow>>();
  const statuses = new Map<
    string,
    { readonly id: string; readonly on_sale: boolean; readonly revision: number }
  >();
  const prices = new Map<
    string,
    { readonly id: string; readonly price_rank: number; readonly revision: number }
  >();

  for (const event of events) {
    const id = idOfStream(event.stream);
    const { revision } = event;
    switch (event.type) {
      case 'MovieRegistered':
      case 'MovieRevised':
        movies.set(id, movieRow(event));
        break;
      case 'TheaterOpened':
      case 'TheaterRevised':
        theaters.set(id, theaterRow(event));
        break;
      case 'ShowtimeScheduled':
        showtimes.set(id, showtimeRow(event));
        break;
      case 'SalesOpened':
      case 'SalesClosed':
      case 'ShowtimeCancelled':
        statuses.set(id, { id, on_sale: event.type === 'SalesOpened', revision });
        break;
      case 'PricingChanged':
        prices.set(id, { id, price_rank: comparedPrice(event.data.priceTerms), revision });
        break;
    }
  }

  const [change] = await transaction.query(nextChange);
  const write = async (sql: string, rows: Iterable<object>, ...more: readonly SqlValue[]): Promise<void> => {
    const list = [...rows];
    if (list.length > 0) await transaction.query(sql, [JSON.stringify(list), ...more]);
  };
  const last = String(change?.last);
  await write(writeMovies, movies.values(), last);
  await write(writeTheaters, theaters.values(), last);
  await write(writeShowtimes, showtimes.values(), last);
  await write(writeStatuses, statuses.values(), last);
  await write(writePrices, prices.values(), last);
  await write(writeOffers, [...showtimes.values(), ...statuses.values(), ...prices.values()]);
  await write(writeWords('movies'), movies.values());
  await write(writeWords('theaters'), theaters.values());
  if (movies.size + theaters.size > 0) await transaction.query(wordsChanged);
};

export const searchProjection: Projection<SearchEvent> = {
  name: 'search',
  version: 3,
  categories: ['movie', 'theater', 'showtime'],
  definitions: { ...movieDetailsEvents, ...theaterEvents, ...showtimeDefinitions },
  tables: searchTables,
  indexes: searchIndexes,
  apply,
};
