/** Where the time of our process goes while it sells. */
import { inspectable } from '../profile.ts';
import { sell } from '../sell.ts';
import type { SubjectName } from '../subjects/Subject.ts';
import { startSubject } from '../subjects/startSubject.ts';
import type { Metric } from './Metric.ts';

const rowsShown = 40;

const profileOf = (name: SubjectName, { id, title }: Pick<Metric, 'id' | 'title'>): Metric => ({
  ...{ id, title, when: 'named' },
  run: async (bench) => {
    const { nodeArgs, profileWhile } = await inspectable();
    const subject = await startSubject(bench, name, { nodeArgs });
    try {
      // The check afterwards would read the whole log within the profile.
      const unchecked = { ...subject, held: async () => [] };
      const times = await profileWhile(() => sell(unchecked, bench.limits));
      const shown = times.slice(0, rowsShown);
      const rest = times.slice(rowsShown).reduce((sum, { share }) => sum + share, 0);
      const rows = [...shown, { where: `${times.length - shown.length} others`, share: rest }];
      const table = [
        '| own time, without what is called | of busy time |',
        '|---|---:|',
        ...rows.map(({ where, share }) => `| ${where} | ${(100 * share).toFixed(1)} % |`),
      ];
      return { measures: [], notes: [table.join('\n')] };
    } finally {
      await subject.stop();
    }
  },
});

export const profile = profileOf('M', {
  id: 'profile',
  title: 'Where the time of the program’s main thread goes in P1',
});

export const profileOnEventStoreDb = profileOf('ME', {
  id: 'profile-eventstoredb',
  title: 'As profile, on EventStoreDB',
});
