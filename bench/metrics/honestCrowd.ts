/** What one attacker does to a hundred honest buyers. */
import type { Bench } from '../Bench.ts';
import { type Attack, attacks } from '../crowd/attackers.ts';
import { type Bought, buyersCount, playBuyers, visitsPerSecond } from '../crowd/buyers.ts';
import { openClient } from '../crowd/client.ts';
import { startAttack } from '../crowd/startAttack.ts';
import { ascending, percentile, spread } from '../figures.ts';
import { limitedEnvironment } from '../marqueeEnvironment.ts';
import type { Subject } from '../subjects/Subject.ts';
import { startSubject } from '../subjects/startSubject.ts';
import type { Measure, Metric } from './Metric.ts';

const attackedPerSecond = 200;
const connectionsMax = 512;
const phaseMs = { full: 8_000, quick: 4_000 } as const;
/** What the program does for the first time it has to load and to compile, whoever asks for it. */
const warmUpMs = 1_000;
const seats = 2_000;

interface Seen {
  readonly calm: Bought;
  readonly attacked: Bought;
  readonly answers: ReadonlyMap<number, number>;
}

const p99 = (...bought: readonly Bought[]): number =>
  percentile(ascending(bought.flatMap(({ latenciesMs }) => latenciesMs)), 0.99);

const play = async (
  { server: { port } }: Subject,
  { kind }: Attack,
  [quiet = '', loud = '']: readonly string[],
  forMs: number,
): Promise<Seen> => {
  const honest = openClient(port, connectionsMax);
  try {
    const calm = await playBuyers(honest, quiet, { warmUpMs, forMs });
    const job = { kind, port, showtimeId: loud, perSecond: attackedPerSecond, forMs: warmUpMs + forMs };
    const attack = await startAttack(job);
    try {
      const attacked = await playBuyers(honest, loud, { warmUpMs, forMs });
      return { calm, attacked, answers: await attack.ended() };
    } finally {
      await attack.stop();
    }
  } finally {
    honest.close();
  }
};

const measuresOf = ({ kind }: Attack, seen: readonly Seen[]): readonly Measure[] => {
  const ratios = seen.map(({ calm, attacked }) => p99(attacked) / p99(calm));
  const refused = seen.flatMap(({ calm, attacked }) => [...calm.refused, ...attacked.refused]);
  const [without, beside] = [
    p99(...seen.map(({ calm }) => calm)),
    p99(...seen.map(({ attacked }) => attacked)),
  ];
  return [
    {
      name: `${kind}: p99 of an honest hold over that without`,
      ...{ value: beside / without, spread: spread(ratios), unit: 'ratio', must: 2, less: true },
    },
    { name: `${kind}: p99 without`, value: without, unit: 'ms' },
    { name: `${kind}: p99 with`, value: beside, unit: 'ms' },
    { name: `${kind}: honest requests refused`, value: refused.length, unit: 'count', must: 0, less: true },
  ];
};

const told = ({ kind }: Attack, seen: readonly Seen[]): string => {
  const sums = new Map<number, number>();
  for (const [status, count] of seen.flatMap(({ answers }) => [...answers])) {
    sums.set(status, (sums.get(status) ?? 0) + count);
  }
  const statuses = [...sums].sort(([one], [other]) => one - other);
  const refused = new Set(seen.flatMap(({ calm, attacked }) => [...calm.refused, ...attacked.refused]));
  const unfair = refused.size === 0 ? '' : ` Honest: ${[...refused].slice(0, 5).join(', ')}.`;
  return `Who ${kind} is answered ${statuses.map(([status, count]) => `${status} × ${count}`).join(', ')}.${unfair}`;
};

const round = async (bench: Bench, found: Map<Attack, Seen[]>): Promise<void> => {
  const size = { showtimes: 2 * attacks.length + 2, seats, halls: 2 };
  const subject = await startSubject(bench, 'M', { size, env: limitedEnvironment });
  const forMs = bench.limits.rounds === 1 ? phaseMs.quick : phaseMs.full;
  try {
    const { showtimeIds } = subject.stage;
    const warming = openClient(subject.server.port, connectionsMax);
    const warmUp = { warmUpMs: bench.limits.warmUpMs, forMs: 0 };
    await playBuyers(warming, showtimeIds.at(-1) ?? '', warmUp).finally(warming.close);
    for (const [place, attack] of attacks.entries()) {
      const seen = await play(subject, attack, showtimeIds.slice(2 * place, 2 * place + 2), forMs);
      found.get(attack)?.push(seen);
      bench.say(
        `crowd: ${attack.kind}, ${p99(seen.calm).toFixed(1)} and ${p99(seen.attacked).toFixed(1)} ms`,
      );
    }
  } finally {
    await subject.stop();
  }
};

export const honestCrowd: Metric = {
  id: 'crowd',
  title: `${buyersCount} honest buyers beside one attacker of each kind`,
  when: 'named',
  run: async (bench) => {
    const found = new Map<Attack, Seen[]>(attacks.map((attack) => [attack, []]));
    for (let nth = 0; nth < bench.limits.rounds; nth += 1) await round(bench, found);
    return {
      measures: [...found].flatMap(([attack, seen]) => measuresOf(attack, seen)),
      notes: [
        `Limits on, also for loopback, with their defaults. ${visitsPerSecond} visits a second: each looks at the map, holds two seats and pays, from an address of its own. The attacker has one address, is a process of its own at a lower priority (it would be on another machine) and asks ${attackedPerSecond} times a second for ${phaseMs.full / 1_000} s (\`--quick\`: ${phaseMs.quick / 1_000} s), after as long without it; the first second of each is not measured. A p99 is that of all rounds together, the spread that of the ratio round by round.`,
        ...[...found].map(([attack, seen]) => told(attack, seen)),
      ],
    };
  },
};
