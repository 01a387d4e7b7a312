/** The demo catalog at chosen moments, with the tables read once for all tests of a file. */
import { readCities } from '../../src/demo/cities.ts';
import { demoCatalog } from '../../src/demo/demoCatalog.ts';
import { readFilms } from '../../src/demo/films.ts';

export const sources = { films: await readFilms(), cities: await readCities() };

export const catalogAt = (instant: string) => demoCatalog(sources, Date.parse(instant));

/** A tenth of it, for tests that are about what happens and not about how much. */
export const fewSources = {
  films: sources.films.slice(0, 120),
  cities: sources.cities.filter(({ name }) => ['Toronto', 'London', 'Tokyo'].includes(name)),
};
