/** What can be narrowed, as the API and the address name it. */
export const facetNames = ['genre', 'date', 'city', 'language', 'format', 'rating'] as const;
export type FacetName = (typeof facetNames)[number];

export type Filters = Readonly<Partial<Record<FacetName | 'q', string>>>;

export const filtersIn = (search: URLSearchParams): Filters =>
  Object.fromEntries(
    ['q', ...facetNames].flatMap((name) => {
      const value = search.get(name)?.trim();
      return value ? [[name, value]] : [];
    }),
  );

/** The same value once more takes the filter away. */
export const withFilter = (filters: Filters, name: FacetName, value: string): Filters => {
  const { [name]: before, ...others } = filters;
  return before === value ? others : { ...others, [name]: value };
};
