/**
 * `npm run bench`: the program beside its peers; `npm run bench -- scale`: the program on a log of many showtimes;
 * `npm run bench -- queue`: a crowd in a waiting room; `npm run bench -- replay`: the export of a long log;
 * `npm run bench -- audit`: the audit of one; `npm run bench -- storm FILE`: a recorded sale, played again.
 */
const [, , what] = process.argv;
if (what === 'scale') await import('./scale/run.ts');
else if (what === 'replay') await import('./replay/run.ts');
else if (what === 'queue') await import('./queue/run.ts');
else if (what === 'audit') await import('./audit/run.ts');
else if (what === 'storm') await import('./storm/run.ts');
else await import('./run.ts');
