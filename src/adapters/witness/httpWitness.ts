/** C2SP tlog-witness, `add-checkpoint`. */
import { type Witness, WitnessUnavailable } from '../../ports/Witness.ts';
import { parseNote, signaturesBy, type Verifier } from '../../tlog/note.ts';

export interface HttpWitnessOptions {
  /** The submission prefix. */
  readonly url: string;
  readonly verifier: Verifier;
}

const answerMs = 10_000;
const answerCharsMax = 65_536;
const ok = 200;
const conflict = 409;
const refusals: Readonly<Record<number, string>> = {
  400: 'it cannot read the request',
  403: 'it does not know the key of this log',
  404: 'it does not know this log',
  422: 'the tree does not extend the one that it has seen',
};

export const httpWitness = ({ url, verifier }: HttpWitnessOptions): Witness => {
  const address = `${url.replace(/\/+$/, '')}/add-checkpoint`;
  const send = async (body: string): Promise<{ readonly status: number; readonly text: string }> => {
    try {
      const signal = AbortSignal.timeout(answerMs);
      const answer = await fetch(address, { method: 'POST', body, signal, redirect: 'error' });
      return { status: answer.status, text: (await answer.text()).slice(0, answerCharsMax) };
    } catch (cause) {
      throw new WitnessUnavailable(`the witness ${verifier.name} does not answer`, { cause });
    }
  };
  return {
    name: verifier.name,
    cosign: async ({ oldSize, proof, checkpoint }) => {
      const hashes = proof.map((hash) => `${Buffer.from(hash).toString('base64')}\n`).join('');
      const { status, text } = await send(`old ${oldSize}\n${hashes}\n${checkpoint}`);
      if (status === ok) {
        const note = parseNote(checkpoint + text);
        const lines = note === undefined ? undefined : signaturesBy(note, verifier);
        return lines === undefined
          ? { outcome: 'refused', why: 'its answer is not signed by its key' }
          : { outcome: 'cosigned', lines: lines.map(({ line }) => line) };
      }
      const size = /^(0|[1-9]\d{0,15})\n$/.exec(text)?.[1];
      if (status === conflict && size !== undefined) return { outcome: 'other-size', size: Number(size) };
      const why = status === conflict ? 'it has seen another tree of this size' : refusals[status];
      if (why === undefined) throw new WitnessUnavailable(`the witness ${verifier.name} answers ${status}`);
      return { outcome: 'refused', why };
    },
  };
};
