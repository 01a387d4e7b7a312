export type Post = (path: string, body: unknown, method?: 'POST' | 'PUT') => Promise<{ readonly id: string }>;

/** Sends the requests that build a cinema. Throws when the answer is not a success. */
export const posting =
  (address: string, token: string): Post =>
  async (path, body, method = 'POST') => {
    const response = await fetch(address + path, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
    return JSON.parse(text) as { id: string };
  };
