/**
 * Solves the challenge of a 403 `challenge-required` of the kind `proof-of-work`. `node docs/solve-challenge.mjs '<challenge>'`
 * prints what goes into the header Bot-Check. Needs nothing but Node.
 */
import { pbkdf2Sync } from 'node:crypto';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';

export const solve = (challenge) => {
  const { nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters;
  const password = Buffer.alloc(nonce.length / 2 + 4);
  password.write(nonce, 'hex');
  for (let counter = 0; ; counter += 1) {
    password.writeUInt32BE(counter, nonce.length / 2);
    const key = pbkdf2Sync(password, Buffer.from(salt, 'hex'), cost, keyLength, 'sha256');
    const derivedKey = key.toString('hex');
    if (!derivedKey.startsWith(keyPrefix)) continue;
    const payload = { challenge, solution: { counter, derivedKey } };
    return Buffer.from(JSON.stringify(payload)).toString('base64');
  }
};

if (import.meta.url === pathToFileURL(argv[1]).href) console.log(solve(JSON.parse(argv[2])));
