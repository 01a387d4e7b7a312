/** Where an audit ended, in a file that is whole or not there. */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { type AuditShape, auditVersion } from '../../audit/AuditShape.ts';

export interface AuditState {
  readonly logId: string;
  readonly audit: AuditShape;
  readonly tree: { readonly size: number; readonly subtrees: readonly Uint8Array[] };
}

const digestBytes = 32;
const digestOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const fileOf = (dataDir: string): string => path.join(dataDir, 'audit', `state-${auditVersion}`);

/** Undefined when there is none of this version of the audit, or it is damaged. */
export const readAuditState = async (dataDir: string): Promise<AuditState | undefined> => {
  const file = await readFile(fileOf(dataDir)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  const body = file.subarray(digestBytes);
  return digestOf(body).equals(file.subarray(0, digestBytes)) ? (deserialize(body) as AuditState) : undefined;
};

export const writeAuditState = async (dataDir: string, state: AuditState): Promise<void> => {
  const target = fileOf(dataDir);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  const body = serialize(state);
  const draft = await open(`${target}.new`, 'w', 0o600);
  try {
    await draft.writeFile(Buffer.concat([digestOf(body), body]));
    await draft.sync();
  } finally {
    await draft.close();
  }
  await rename(`${target}.new`, target);
};
