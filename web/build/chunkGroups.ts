/**
 * What is fetched together. Without groups, each set of modules that the same pages share becomes a file, some twenty for one page.
 */
export const chunkGroups = [
  {
    name: 'base',
    priority: 2,
    test: /web\/src\/(?:shared\/(?:api|format|holds|i18n|page|problems|queue|session|shows|ui)\/|app\/.*\.css$)|@fontsource|node_modules\/(?:preact|wouter|nanostores|@nanostores|@tanstack|openapi-fetch)|vite\/preload-helper/,
  },
  {
    name: 'browse',
    priority: 1,
    test: /web\/src\/(?:features\/(?:film|search|theater|tonight)|shared\/(?:place|poster))\//,
  },
  { name: 'seats', priority: 1, test: /web\/src\/(?:features|shared)\/seats\// },
];
