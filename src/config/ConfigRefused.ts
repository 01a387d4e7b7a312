/** The message is one line that names the setting. */
export class ConfigRefused extends Error {
  override readonly name = 'ConfigRefused';
}
