import type { FastifyRequest } from 'fastify';
import { Counter, type Registry } from 'prom-client';
import type { BotCheck, BotProof, ProofAsked } from '../../../ports/BotCheck.ts';
import type { Clock } from '../../../ports/Clock.ts';
import type { UsedProofs } from '../../../ports/UsedProofs.ts';
import { ProblemError } from '../problems/Problem.ts';

export interface BotGuardDeps {
  /** Undefined where no proof is asked for. */
  readonly botCheck: BotCheck | undefined;
  readonly usedProofs: UsedProofs;
  readonly proofCounts: ProofCounts;
  readonly clock: Clock;
}

const outcomes = ['asked', 'good', 'bad', 'used'] as const;
export type ProofCounts = (outcome: (typeof outcomes)[number]) => void;

export const countProofs = (registry: Registry): ProofCounts => {
  const counter = new Counter({
    name: 'marquee_bot_checks_total',
    help: 'Proofs asked for because many seats are held from one address, and answers to that.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  for (const outcome of outcomes) counter.inc({ outcome }, 0);
  return (outcome) => counter.inc({ outcome });
};

export interface BotGuard {
  readonly isOn: boolean;
  /** The proof in the header, used up until it is given back. Undefined for none, a bad one and one that is used. */
  take(request: FastifyRequest, asked: ProofAsked): Promise<BotProof | undefined>;
  giveBack(proof: BotProof | undefined): Promise<void>;
  challenge(asked: ProofAsked): Promise<ProblemError>;
}

export const botGuard = ({ botCheck, usedProofs, proofCounts, clock }: BotGuardDeps): BotGuard => ({
  isOn: botCheck !== undefined,
  take: async ({ headers, log, id: requestId }, asked) => {
    const answer = headers['bot-check'];
    if (botCheck === undefined || typeof answer !== 'string') return undefined;
    const proof = await botCheck.verify(answer, asked, clock.nowMs());
    if (proof === undefined) {
      proofCounts('bad');
      return undefined;
    }
    const isUnused = await usedProofs.use(proof.id, proof.expiresAtMs).catch((error: unknown) => {
      log.warn({ requestId, err: error }, 'whether a proof was used before is not known: it is taken');
      return true;
    });
    proofCounts(isUnused ? 'good' : 'used');
    return isUnused ? proof : undefined;
  },
  giveBack: async (proof) => {
    // One that cannot be given back costs its sender another.
    if (proof !== undefined) await usedProofs.giveBack(proof.id).catch(() => undefined);
  },
  challenge: async (asked) => {
    if (botCheck === undefined) throw new Error('no proof is asked for here');
    const { kind, challenge, expiresAtMs } = await botCheck.challenge(asked, clock.nowMs());
    proofCounts('asked');
    const detail =
      'Repeat the request with the answer in Bot-Check, and with the Guest-Session that you were given';
    const fields = { kind, challenge, expiresAt: new Date(expiresAtMs).toISOString() };
    return new ProblemError({ name: 'challenge-required', detail, fields });
  },
});
