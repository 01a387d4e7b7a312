import { copySearch } from '../projections/search/copySearch.ts';
import { searchProjection } from '../projections/search/searchProjection.ts';
import type { Slice } from './engine/Slice.ts';

export const search: Slice = {
  projections: [searchProjection],
  feeds: ({ readStore, elasticsearch, logger }) =>
    elasticsearch === undefined ? [] : [copySearch({ readStore, ...elasticsearch, logger })],
};
