/** `npm run bench`: the program beside its peers; `npm run bench -- scale`: the program on a log of many showtimes. */
if (process.argv[2] === 'scale') await import('./scale/run.ts');
else await import('./run.ts');
