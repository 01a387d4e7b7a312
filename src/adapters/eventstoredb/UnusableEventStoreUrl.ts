/** The message is one line that says what to write. */
export class UnusableEventStoreUrl extends Error {
  override readonly name = 'UnusableEventStoreUrl';
}
