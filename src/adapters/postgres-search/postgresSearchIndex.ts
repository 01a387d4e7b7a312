import { LRUCache } from 'lru-cache';
import type { ReadStore, SqlRow } from '../../ports/ReadStore.ts';
import {
  type FacetCount,
  forgivenWords,
  type SearchFacets,
  type SearchHit,
  type SearchIndex,
  type SearchPage,
  type SearchQuestion,
  type SearchSubject,
} from '../../ports/SearchIndex.ts';
import { facetsStatement } from './facetsSql.ts';
import { countsStatement, findStatement, suggestStatement, theatersThereStatement } from './searchSql.ts';
import type { Within } from './showsSql.ts';
import type { ExpandedWord } from './statement.ts';
import { type Vocabulary, vocabularyMax, vocabularyOf } from './vocabulary.ts';

const hitOf = (row: SqlRow): SearchHit => ({
  id: String(row.id),
  key: [Number(row.n), String(row.sort_title), String(row.id)],
  ...(row.metres === null ? {} : { distanceKm: Number(row.metres) / 1_000 }),
});

const answersMax = 500;
const keptMs = 1_000;

const isMet = ({ begins, alike }: ExpandedWord): boolean => begins.length > 0 || alike.length > 0;

/** Without extensions. The vocabulary is kept in memory and read again after a change. */
export const postgresSearchIndex = (readStore: Pick<ReadStore, 'query'>, schema: string): SearchIndex => {
  const kept = new Map<SearchSubject, { readonly version: string; readonly vocabulary: Vocabulary }>();

  const vocabulary = async (subject: SearchSubject): Promise<Vocabulary> => {
    const [row] = await readStore.query(`SELECT build, words FROM ${schema}.changes`);
    const version = `${row?.build} ${row?.words}`;
    const known = kept.get(subject);
    if (known?.version === version) return known.vocabulary;
    const rows = await readStore.query(
      `SELECT DISTINCT word FROM ${schema}.words WHERE subject = $1 ORDER BY word LIMIT ${vocabularyMax + 1}`,
      [subject],
    );
    const read = vocabularyOf(rows.map(({ word }) => String(word)));
    kept.set(subject, { version, vocabulary: read });
    return read;
  };

  const expand = async ({
    subject,
    words,
    forgiving,
  }: Pick<SearchQuestion, 'subject' | 'words' | 'forgiving'>): Promise<readonly ExpandedWord[]> => {
    if (words.length === 0) return [];
    const known = await vocabulary(subject);
    const forgiven = forgivenWords(forgiving ? words : []);
    return words.map((word) => ({
      word,
      begins: known.beginningWith(word),
      alike: forgiven.has(word) ? known.alike(word) : [],
    }));
  };

  /** A query of its own, so that the planner knows how few there are. */
  const within = async (question: SearchQuestion): Promise<Within> => {
    const { subject, city, near, radiusKm } = question;
    const isAnywhere = city === undefined && (near === undefined || radiusKm === undefined);
    if (subject === 'theaters' || isAnywhere) return { schema, theaters: undefined };
    const { sql, params } = theatersThereStatement(schema, question);
    return { schema, theaters: (await readStore.query(sql, params, 'search')).map(({ id }) => String(id)) };
  };

  /** Answers once for all who ask the same of one state of the model within a second: what can be booked changes with time too. */
  const answeringOnce = <Answer extends object>() => {
    const answers = new LRUCache<string, Promise<Answer>>({ max: answersMax, ttl: keptMs });
    return async (
      { nowMs, ...asked }: SearchQuestion,
      page: SearchPage | undefined,
      answer: () => Promise<Answer>,
    ): Promise<Answer> => {
      const [row] = await readStore.query(`SELECT build, last FROM ${schema}.changes`, [], 'search');
      const key = JSON.stringify([row?.build, row?.last, Math.floor(nowMs / keptMs), page, asked]);
      const known = answers.get(key);
      if (known !== undefined) return await known;
      const answering = answer();
      answers.set(key, answering);
      answering.catch(() => answers.delete(key));
      return await answering;
    };
  };
  const findOnce = answeringOnce<readonly SearchHit[]>();
  const countOnce = answeringOnce<SearchFacets>();

  const countFacets = async (question: SearchQuestion): Promise<SearchFacets> => {
    const { sql, params } = facetsStatement(await within(question), question, await expand(question));
    const rows = await readStore.query(sql, params, 'facets');
    const countsOf = (facet: keyof SearchFacets): readonly FacetCount[] =>
      rows
        .filter((row) => row.facet === facet)
        .map((row) => ({ value: String(row.value), count: Number(row.count) }));
    return {
      genre: countsOf('genre'),
      rating: countsOf('rating'),
      language: countsOf('language'),
      format: countsOf('format'),
      city: countsOf('city'),
      date: countsOf('date'),
    };
  };

  return {
    engine: 'postgres',

    find: (question, page) =>
      findOnce(question, page, async () => {
        const words = await expand(question);
        if (!words.every(isMet)) return [];
        const { sql, params } = findStatement(await within(question), question, words, page);
        return (await readStore.query(sql, params, 'search')).map(hitOf);
      }),

    showtimeCounts: async (question, ids) => {
      const { sql, params } = countsStatement(await within(question), question, ids);
      const rows = await readStore.query(sql, params, 'search');
      return new Map(rows.map(({ id, showtimes }) => [String(id), Number(showtimes)]));
    },

    facets: (question) => countOnce(question, undefined, () => countFacets(question)),

    suggest: async (words, nowMs, limit) => {
      const expanded = await expand({ subject: 'movies', words, forgiving: false });
      const { sql, params } = suggestStatement(schema, expanded, nowMs, limit);
      const rows = await readStore.query(sql, params, 'search');
      return rows.map(({ id, title }) => ({ id: String(id), title: String(title) }));
    },

    respell: async (subject, words) => {
      const known = await vocabulary(subject);
      return words.map((word) => known.respell(word));
    },
  };
};
