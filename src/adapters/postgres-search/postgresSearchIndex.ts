/**
 * Search on the Postgres that holds the read models: words are expanded from the list of all words that documents
 * have, then documents are found by their arrays of words. It needs no extension, so it runs on any Postgres.
 */
import type { ReadStore, SqlRow } from '../../ports/ReadStore.ts';
import {
  editsAllowed,
  type FacetCount,
  type SearchFacets,
  type SearchHit,
  type SearchIndex,
  type SearchQuestion,
  type SearchSubject,
} from '../../ports/SearchIndex.ts';
import { isAlike, nearestWords, respellEditsMax } from '../alikeWords.ts';
import {
  type ExpandedWord,
  facetsStatement,
  findStatement,
  lastCharacter,
  suggestStatement,
} from './searchSql.ts';

/** How many words of documents one that may be misspelt may stand for. */
const expandedMax = 5_000;
/** How many words of about the same length are compared with one that may be misspelt. */
const comparedMax = 100_000;
const hitOf = (row: SqlRow): SearchHit => ({
  id: String(row.id),
  key: [Number(row.n), String(row.sort_title), String(row.id)],
  ...(row.metres === null ? {} : { distanceKm: Number(row.metres) / 1_000 }),
});

/** @param schema where the search projection keeps its tables */
export const postgresSearchIndex = (readStore: Pick<ReadStore, 'query'>, schema: string): SearchIndex => {
  const wordsOf = (rows: readonly SqlRow[]): readonly string[] => rows.map(({ word }) => String(word));

  const beginningWith = async (subject: SearchSubject, word: string): Promise<readonly string[]> =>
    wordsOf(
      await readStore.query(
        `SELECT DISTINCT word FROM ${schema}.words WHERE subject = $1 AND word >= $2 AND word < $3
         ORDER BY word LIMIT ${expandedMax}`,
        [subject, word, word + lastCharacter],
      ),
    );

  const aboutAsLong = async (
    subject: SearchSubject,
    chars: number,
    edits: number,
  ): Promise<readonly string[]> =>
    wordsOf(
      await readStore.query(
        `SELECT DISTINCT word FROM ${schema}.words WHERE subject = $1 AND char_length(word) BETWEEN $2 AND $3
         ORDER BY word LIMIT ${comparedMax}`,
        [subject, chars - edits, chars + edits],
      ),
    );

  const expand = async (
    { subject, forgiving }: Pick<SearchQuestion, 'subject' | 'forgiving'>,
    word: string,
  ): Promise<ExpandedWord> => {
    const begun = await beginningWith(subject, word);
    const begins = begun.length < expandedMax ? begun : 'many';
    const chars = [...word].length;
    const edits = editsAllowed(chars);
    const candidates = forgiving && edits > 0 ? await aboutAsLong(subject, chars, edits) : [];
    return { word, begins, alike: candidates.filter((each) => isAlike(word, each)).slice(0, expandedMax) };
  };

  const expandAll = (question: SearchQuestion): Promise<readonly ExpandedWord[]> =>
    Promise.all(question.words.map((word) => expand(question, word)));

  const respellOne = async (subject: SearchSubject, word: string): Promise<readonly string[]> => {
    const chars = [...word].length;
    const edits = respellEditsMax(chars);
    const [begun, others] = await Promise.all([
      beginningWith(subject, word),
      edits === 0 ? [] : aboutAsLong(subject, chars, edits),
    ]);
    const nearest = nearestWords(word, others);
    return begun.length > 0 ? [word, ...nearest.filter((other) => other !== word)] : nearest;
  };

  return {
    engine: 'postgres',

    find: async (question, page) => {
      const { sql, params } = findStatement(schema, question, await expandAll(question), page);
      return (await readStore.query(sql, params)).map(hitOf);
    },

    facets: async (question) => {
      const { sql, params } = facetsStatement(schema, question, await expandAll(question));
      const rows = await readStore.query(sql, params);
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
    },

    suggest: async (words, nowMs, limit) => {
      const expanded = await Promise.all(
        words.map((word) => expand({ subject: 'movies', forgiving: false }, word)),
      );
      const { sql, params } = suggestStatement(schema, expanded, nowMs, limit);
      const rows = await readStore.query(sql, params);
      return rows.map(({ id, title }) => ({ id: String(id), title: String(title) }));
    },

    respell: (subject, words) => Promise.all(words.map((word) => respellOne(subject, word))),
  };
};
