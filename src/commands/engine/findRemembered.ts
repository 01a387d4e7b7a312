import type { CommandContext } from './Outcome.ts';
import type { RememberedRequest } from './StreamFold.ts';

type Asked = NonNullable<CommandContext['idempotency']>;

/** `same`: the repeat has the body of the first request. Undefined when the key is not among them. */
export const findRemembered = (
  remembered: { get(key: string): RememberedRequest | undefined },
  { key, body, earlier = [] }: Asked,
): { readonly request: RememberedRequest; readonly same: boolean } | undefined => {
  for (const each of [{ key, body }, ...earlier]) {
    const request = remembered.get(each.key);
    if (request !== undefined) return { request, same: request.body === each.body };
  }
  return undefined;
};
