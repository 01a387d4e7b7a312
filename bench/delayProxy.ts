/** A process that passes bytes to a Unix socket and holds back each answer: one more millisecond per round trip, as over a network. */
import { connect, createServer } from 'node:net';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    socket: { type: 'string', default: '' },
    'delay-ms': { type: 'string', default: '1' },
  },
});
const delayMs = Number(values['delay-ms']);

const server = createServer({ noDelay: true }, (near) => {
  const far = connect(values.socket);
  near.pipe(far);
  far.on('data', (chunk) => setTimeout(() => near.write(chunk), delayMs));
  far.on('close', () => setTimeout(() => near.destroy(), delayMs));
  near.on('close', () => far.destroy());
  near.on('error', () => far.destroy());
  far.on('error', () => near.destroy());
});
server.listen(Number(values.port), '127.0.0.1');

process.once('SIGTERM', () => process.exit(0));
