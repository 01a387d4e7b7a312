// Proves that one event stands in the log of a running server, as C2SP tlog-proof says, and that the tree it stands in was
// signed by the log's key. Shares no code with the server. Needs Node 20 or newer and nothing else.
//   MARQUEE_TOKEN=<token of an analyst> node docs/verify-event.mjs http://127.0.0.1:3000 <position> [key]
// `key` is the log's key as it was published earlier; without it the one of /v1/proof is taken, which only proves that the
// server agrees with itself. Ends with 0 when the event is proved, 1 when it is not, 2 when that cannot be asked.
import { createHash, createPublicKey, verify } from 'node:crypto';

const [base = 'http://127.0.0.1:3000', position = '', knownKey] = process.argv.slice(2);
const token = process.env.MARQUEE_TOKEN ?? '';
class Unproved extends Error {}

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const demand = (holds, what) => {
  if (!holds) throw new Unproved(what);
};

const ask = async (path, headers = {}) => {
  const answer = await fetch(new URL(path, base), { headers });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${path} answers ${answer.status} ${text}`);
  return text;
};

// The line that `/v1/events` gives is what is hashed, without its line feed.
const askEvent = async () => {
  const before = (BigInt(position) - 1n).toString().padStart(20, '0');
  const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
  const text = await ask(`/v1/events?after=${before}&limit=1&form=sealed`, headers);
  const line = text.split('\n')[0];
  demand(line !== '' && JSON.parse(line).position === position, `there is no event at position ${position}`);
  return line;
};

// RFC 9162, section 2.1.3.2.
const rootFrom = (leaf, index, size, path) => {
  let [fn, sn] = [index, size - 1];
  let hash = leaf;
  for (const sibling of path) {
    demand(sn > 0, 'the proof is too long');
    if (fn % 2 === 1 || fn === sn) {
      hash = sha256('\u0001', sibling, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else hash = sha256('\u0001', hash, sibling);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  demand(sn === 0, 'the proof is too short');
  return hash;
};

const parseProof = (text) => {
  const [head, ...rest] = text.split('\n\n');
  const [format, indexLine, ...hashes] = head.split('\n');
  demand(format === 'c2sp.org/tlog-proof@v1', `not a tlog-proof: ${format}`);
  const note = rest.join('\n\n');
  const [origin, size, root] = note.split('\n');
  const path = hashes.map((hash) => Buffer.from(hash, 'base64'));
  return { index: Number(indexLine.slice('index '.length)), path, note, origin, size: Number(size), root };
};

// C2SP signed-note.
const demandSignature = (note, key) => {
  const [, name, id, material] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(key) ?? [];
  demand(name !== undefined, 'the key is not written as a name, an id and a key with + between them');
  const bytes = Buffer.from(material, 'base64');
  demand(bytes.length === 33 && bytes[0] === 1, 'the key is not an Ed25519 key of a log');
  demand(
    sha256(`${name}\n`, bytes).subarray(0, 4).toString('hex') === id,
    'the key is not the one that its id names',
  );
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes.subarray(1)]);
  const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  const signed = note
    .slice(end + 2)
    .split('\n')
    .some((line) => {
      const [dash, who, signature = ''] = line.split(' ');
      const given = Buffer.from(signature, 'base64');
      if (dash !== '—' || who !== name || given.subarray(0, 4).toString('hex') !== id) return false;
      return verify(null, Buffer.from(text), publicKey, given.subarray(4));
    });
  demand(signed, `no signature of ${key} on the checkpoint`);
  demand(text.startsWith(`${name}\n`), `the checkpoint is of ${text.split('\n')[0]}, the key of ${name}`);
};

// A proof may be older than the current key.
const demandOneSignature = (note, keys) => {
  const faults = keys.map((key) => {
    try {
      return demandSignature(note, key);
    } catch (error) {
      return error;
    }
  });
  if (faults.length === 0 || faults.every((fault) => fault !== undefined))
    throw faults[0] ?? new Unproved('no key');
};

try {
  if (!/^\d{20}$/.test(position)) throw new Error('give a base URL and a position of 20 digits');
  const line = await askEvent();
  const proof = parseProof(await ask(`/v1/events/${position}/proof`));
  const keys = knownKey === undefined ? JSON.parse(await ask('/v1/proof')).keys : [knownKey];
  demandOneSignature(proof.note, keys);
  const root = rootFrom(sha256('\u0000', line), proof.index, proof.size, proof.path).toString('base64');
  demand(root === proof.root, `the proof leads to ${root}, but the signed root is ${proof.root}`);
  console.log(
    `${JSON.parse(line).type} at position ${position} is event ${proof.index} of ${proof.size} in the log ${proof.origin}`,
  );
} catch (error) {
  console.error(error instanceof Unproved ? `NOT PROVED ${error.message}` : `cannot ask: ${error.message}`);
  process.exitCode = error instanceof Unproved ? 1 : 2;
}
