#!/usr/bin/env node
// Repeats the draw of a queue from what anyone can read, with nothing but Node.
//
//   node docs/verify-lot.mjs http://127.0.0.1:3000 <queue id> [<seed hash noted before the draw>]
//
// It checks that the seed has the hash that was published before, that the list of entries has the published root, and
// prints every entry with its place. Exit code 1 when something is wrong, 2 when it could not be checked.
import { createHash } from 'node:crypto';

const [url, queueId, notedHash] = process.argv.slice(2);
if (url === undefined || queueId === undefined) {
  console.error('usage: node verify-lot.mjs <url> <queue id> [<seed hash>]');
  process.exit(2);
}

const read = async (path) => {
  const answer = await fetch(`${url}/v1/queues/${queueId}${path}`);
  if (!answer.ok) throw new Error(`${answer.status}: ${(await answer.json()).detail}`);
  return answer.json();
};
const bytes = (hex) => Buffer.from(hex.replaceAll('-', ''), 'hex');
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();

try {
  const [queue, { root, entries }] = [await read(''), await read('/entries')];
  const faults = [];
  if (notedHash !== undefined && notedHash !== queue.seedHash)
    faults.push('the seed hash is not the one noted');
  if (sha256(bytes(queue.seed)).toString('hex') !== queue.seedHash) faults.push('the seed has another hash');
  const sorted = entries.toSorted((one, other) => Buffer.compare(bytes(one.id), bytes(other.id)));
  const hash = createHash('sha256');
  for (const { id, contribution } of sorted) hash.update(bytes(id)).update(bytes(contribution));
  if (hash.digest('hex') !== root || root !== queue.root) faults.push('the list of entries has another root');
  if (new Set(entries.map(({ id }) => id)).size !== entries.length) faults.push('an entry is listed twice');
  const drawn = sorted
    .map(({ id }) => ({ id, number: sha256(bytes(queue.seed), bytes(root), bytes(id)) }))
    .sort((one, other) => Buffer.compare(one.number, other.number));
  for (const [index, { id }] of drawn.entries()) console.log(`${index + 1} ${id}`);
  for (const fault of faults) console.error(fault);
  console.error(`${entries.length} entries, ${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
