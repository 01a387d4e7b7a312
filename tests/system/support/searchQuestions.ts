/** Questions over the demo catalog: every part of a question and every order, to compare the answers of two engines. */

const berlin = 'near=52.52,13.40';
const tokyo = 'near=35.68,139.69';
const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const hour = (offset: number): string => new Date(Date.now() + offset * 3_600_000).toISOString();

const words = [
  'q=amelie',
  'q=spiderman',
  'q=starwars',
  'q=star%20wars',
  'q=8%201/2',
  'q=swat',
  'q=et',
  'q=E.T.',
  'q=titanic',
  'q=titanic&city=berlin&sort=time',
  'q=dead%20pool',
  'q=AM%C3%89LIE',
  'q=deja%20vu',
  'q=d%C3%A9j%C3%A0',
  'q=molière&bookable=false',
  'q=the',
  'q=lord%20rings&bookable=false',
  'q=lrod%20of%20teh%20rings&bookable=false',
  'q=pirats%20carribean&bookable=false',
  'q=star%20wras&bookable=false',
  'q=batman&bookable=false',
  'q=batmna&bookable=false',
  'q=2012&bookable=false',
  "q=ocean's%20eleven&bookable=false",
  'q=oceans&bookable=false',
  'q=s',
  'q=a%20b&bookable=false',
  'q=!!!',
  'q=schindlr%20list&bookable=false',
  'q=zzzzzzzz&bookable=false',
  'q=gladiatxxr&bookable=false',
  'q=termxxator&bookable=false',
  'q=%E5%8D%83',
];

const filters = [
  'city=berlin',
  'city=S%C3%83O%20PAULO',
  'city=nowhere',
  `date=${day(1)}`,
  `date=${day(3)}&city=london`,
  `from=${hour(12)}&until=${hour(18)}`,
  `from=${hour(48)}&language=fr`,
  'genre=comedy',
  'genre=Science%20Fiction&city=tokyo',
  'language=DE',
  'language=ja&format=imax',
  'format=3D',
  'rating=pg-13',
  'rating=R&genre=drama&city=paris',
  `${berlin}&radiusKm=5`,
  `${tokyo}&radiusKm=3.5&format=2d`,
  berlin,
  'bookable=false&genre=western',
];

const orders = [
  'q=the&sort=relevance',
  'city=london&sort=time',
  'genre=drama&sort=time',
  'sort=price',
  'city=tokyo&sort=price',
  'genre=drama&bookable=false&sort=price',
  `${berlin}&radiusKm=1000&sort=distance`,
  `${tokyo}&radiusKm=20000&sort=distance`,
  'sort=title&bookable=false',
  'language=en&sort=title',
];

const counted = [
  'facets=true&limit=1',
  'city=berlin&facets=true',
  'q=the&facets=true&bookable=false',
  'genre=comedy&rating=r&facets=true&sort=time',
];

const theaters = [
  'q=lantern',
  'q=lantren',
  'q=berlin',
  'city=new%20york',
  berlin,
  `${berlin}&radiusKm=700`,
  `${tokyo}&sort=title`,
  'q=cinema&sort=relevance',
  'genre=western',
  'format=imax&city=london',
  `date=${day(2)}&language=es`,
  `date=${day(2)}&${tokyo}&radiusKm=12000`,
  'sort=price&bookable=true',
  'sort=time&bookable=true',
  'sort=time',
  'facets=true&bookable=true',
  'facets=true&q=berlin',
  'q=zephxx',
];

const suggestions = ['a', 'the', 'the%20l', 'am%C3%A9', 'spider', 'zzz', '2', 'war%20wo'];

/** Paths, to be asked with any limit and cursor. */
export const searchQuestions: readonly string[] = [
  ...[...words, ...filters, ...orders, ...counted].map((query) => `/v1/movies?${query}`),
  ...theaters.map((query) => `/v1/theaters?${query}`),
  ...suggestions.map((query) => `/v1/movies/suggest?q=${query}`),
];

/** Lists that go over several pages. */
export const pagedQuestions: readonly string[] = [
  '/v1/movies?q=the&bookable=false',
  '/v1/movies?sort=time',
  '/v1/movies?sort=price&bookable=false&genre=comedy',
  `/v1/movies?${berlin}&radiusKm=20000&sort=distance`,
  '/v1/movies?sort=title&language=en',
  `/v1/theaters?${tokyo}`,
  '/v1/theaters?sort=price&bookable=true',
];
