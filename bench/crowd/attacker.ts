/** One attacker in a process of its own, so that what it spends on its attack does not slow the clock of the honest. */
import { attackerAt, attacks } from './attackers.ts';
import { openClient } from './client.ts';
import { openLoop } from './openLoop.ts';

export interface AttackJob {
  readonly kind: string;
  readonly port: number;
  readonly showtimeId: string;
  readonly perSecond: number;
  readonly forMs: number;
}

/** How often each status was answered; 0 stands for no answer. */
export type AttackResult = ReadonlyMap<number, number>;

const connectionsMax = 512;

const run = async ({ kind, port, showtimeId, ...rate }: AttackJob): Promise<AttackResult> => {
  const attack = attacks.find((each) => each.kind === kind);
  if (attack === undefined) throw new Error(`there is no attack ${kind}`);
  const client = openClient(port, connectionsMax);
  const answers = new Map<number, number>();
  const strike = await attack.begin(attackerAt(client, `203.0.113.${attacks.indexOf(attack)}`), showtimeId);
  process.send?.('ready');
  await openLoop(rate, async (nth) => {
    const status = await strike(nth).catch(() => 0);
    answers.set(status, (answers.get(status) ?? 0) + 1);
  });
  client.close();
  return answers;
};

process.once('message', (job) => {
  void run(job as AttackJob).then((answers) => {
    process.send?.(answers, () => process.exit(0));
  });
});
