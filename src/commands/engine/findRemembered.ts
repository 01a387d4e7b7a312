/** Recognises a repeated request, also one that was first made while another secret was current. */
import type { CommandContext } from './Outcome.ts';
import type { RememberedRequest } from './StreamFold.ts';

type Asked = NonNullable<CommandContext['idempotency']>;

/** `same`: whether the repeat says what the first request said. Undefined when the stream has never seen the key. */
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
