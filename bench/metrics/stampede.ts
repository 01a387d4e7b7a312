/** One hot showtime at a time, durable, all roles on. */
import type { SubjectName } from '../subjects/Subject.ts';
import type { Metric } from './Metric.ts';
import { inBarePosts, perSecond, rateOver, saleRounds } from './rounds.ts';

const all: readonly SubjectName[] = ['F0', 'M', 'ML', 'CU', 'FUP', 'FUS', 'FU', 'SER', 'EMM', 'LUA'];

export const p1: Metric = {
  id: 'P1',
  title: 'Holds of one seat, showtimes of 2,000 seats sold out one after another',
  when: 'quick',
  run: async (bench) => {
    const subjects: readonly SubjectName[] =
      bench.limits.rounds > 1 ? all : ['F0', 'M', 'ML', 'CU', 'FUP', 'FU', 'EMM'];
    const rounds = await saleRounds(bench, 'P1', { subjects });
    return {
      measures: [
        ...(['M', 'ML'] as const).flatMap((own) => [
          rateOver(rounds, own, 'CU', { must: 3, aim: 5 }),
          rateOver(rounds, own, 'FUP', { must: 5 }),
          rateOver(rounds, own, 'FU', { must: 8, aim: 15 }),
          rateOver(rounds, own, 'EMM', { must: 40 }),
          rateOver(rounds, own, 'F0', { must: 0.2, aim: 0.4 }),
        ]),
        inBarePosts(rounds, 'M', 'serverUs', { must: 4.5 }),
        inBarePosts(rounds, 'M', 'databaseUs', { must: 1.2 }),
        inBarePosts(rounds, 'CU', 'serverUs'),
        inBarePosts(rounds, 'CU', 'databaseUs'),
        ...subjects.map((name) => perSecond(rounds, name)),
      ],
      notes: rounds.notes,
    };
  },
};

export const p1b: Metric = {
  id: 'P1b',
  title: 'Holds of two seats, every third given back, showtimes of 500 seats',
  when: 'full',
  run: async (bench) => {
    const subjects: readonly SubjectName[] = ['M', 'CU', 'FU'];
    const size = { seats: 500, showtimes: 700 };
    const rounds = await saleRounds(bench, 'P1b', {
      subjects,
      size,
      sale: { seatsPerHold: 2, releaseEvery: 3 },
    });
    return {
      measures: [
        rateOver(rounds, 'M', 'CU', { must: 3.5 }),
        rateOver(rounds, 'M', 'FU', { must: 10 }),
        ...subjects.map((name) => perSecond(rounds, name)),
      ],
      notes: rounds.notes,
    };
  },
};

export const p1c: Metric = {
  id: 'P1c',
  title: 'As P1, each answer of the database one millisecond later',
  when: 'full',
  run: async (bench) => {
    const subjects: readonly SubjectName[] = ['M', 'CU', 'FUP', 'FU'];
    const rounds = await saleRounds(bench, 'P1c', { subjects, profile: 'plus1ms' });
    return {
      measures: [
        rateOver(rounds, 'M', 'CU', { must: 2.2, aim: 4 }),
        rateOver(rounds, 'M', 'FUP', { must: 4 }),
        rateOver(rounds, 'M', 'FU', { must: 30 }),
        ...subjects.map((name) => perSecond(rounds, name)),
      ],
      notes: rounds.notes,
    };
  },
};

export const p7: Metric = {
  id: 'P7',
  title: 'Holds over 1,000 showtimes of 200 seats, by Zipf with exponent 1',
  when: 'quick',
  run: async (bench) => {
    const hot = await saleRounds(bench, 'P7, one showtime', { subjects: ['M'] });
    const size = { seats: 200, showtimes: 1_000, halls: 50 };
    const subjects: readonly SubjectName[] = ['M', 'CU'];
    const rounds = await saleRounds(bench, 'P7', { subjects, size, sale: { order: 'zipf' } });
    const own = perSecond(rounds, 'M').value / perSecond(hot, 'M').value;
    return {
      measures: [
        { name: 'M over its own P1', value: own, unit: 'ratio', must: 0.8 },
        rateOver(rounds, 'M', 'CU', { must: 2.5 }),
        ...subjects.map((name) => perSecond(rounds, name)),
      ],
      notes: [...hot.notes, ...rounds.notes],
    };
  },
};

export const p6: Metric = {
  id: 'P6',
  title: 'What the log leaves of the rate: as P1, over M0',
  when: 'quick',
  run: async (bench) => {
    const subjects: readonly SubjectName[] = ['M', 'M0'];
    const rounds = await saleRounds(bench, 'P6', { subjects });
    return {
      measures: [
        rateOver(rounds, 'M', 'M0', { must: 0.7, aim: 0.85 }),
        ...subjects.map((name) => perSecond(rounds, name)),
      ],
      notes: rounds.notes,
    };
  },
};
