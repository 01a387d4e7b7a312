/** Keeps the gate's page and its files on the phone. Everything else goes to the network as if this were not there. */
interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Waiting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface WorkerScope {
  addEventListener(type: 'install' | 'activate', act: (event: Waiting) => void): void;
  addEventListener(type: 'fetch', act: (event: Fetching) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
}

const worker = self as unknown as WorkerScope;
/** Written by the build. */
const files = JSON.parse('__GATE_FILES__') as { readonly version: string; readonly paths: readonly string[] };

const page = '/gate';
const namePrefix = 'marquee-gate-';
const cacheName = `${namePrefix}${files.version}`;
/** A network that is slower than this counts as none. */
const answerWithinMs = 3_000;

const install = async (): Promise<void> => {
  const cache = await caches.open(cacheName);
  await cache.addAll([page, ...files.paths]);
  await worker.skipWaiting();
};

const activate = async (): Promise<void> => {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(namePrefix) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
};

const keptOr = async (key: string | Request, failure: unknown): Promise<Response> => {
  const kept = await caches.match(key, { cacheName });
  if (kept === undefined) throw failure;
  return kept;
};

/** The newest page, or the one that is kept. */
const openPage = async (request: Request): Promise<Response> => {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(answerWithinMs) });
  } catch (error) {
    return await keptOr(page, error);
  }
};

const openFile = async (request: Request): Promise<Response> => {
  const kept = await caches.match(request, { cacheName });
  return kept ?? (await fetch(request));
};

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(openPage(request));
  else if (files.paths.includes(pathname)) event.respondWith(openFile(request));
});
