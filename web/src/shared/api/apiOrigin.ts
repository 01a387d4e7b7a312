const named = document.querySelector<HTMLMetaElement>('meta[name="api-origin"]')?.content ?? '';

/** Without a slash at the end. */
export const apiOrigin = named === '' ? window.location.origin : named;
