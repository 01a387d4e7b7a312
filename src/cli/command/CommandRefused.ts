/** What is asked of a command cannot be done; the message says why and what to do. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}
