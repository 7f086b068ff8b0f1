// Lets the app start without a network. It keeps the files of one build, each checked against the digest that the build
// wrote below, and answers from them; models and everything under /v2/ pass it by.
//
// To the tabs it says, by message: {type: "precache", build, received_bytes} when it has fetched files for a build, and
// {type: "offline", build, ready, files, verified, waiting} whenever that may have changed. A tab may send, with a port for the
// answer, {ask: "status"}: the same "offline" message comes back, or without a port {ask: "take-over"}: a waiting build
// replaces the running one. Nothing reloads by itself.
//
// What is asked below /api/ and /v1/ is answered by the endpoint that the build appends.
"use strict";

const BUILD = "@build@";
const PREFIX = "tabitat-site-";
const CACHE = PREFIX + BUILD;
const FILES = /*@files@*/ [];

/** How long a navigation waits for the network before the kept page is shown. */
const PATIENCE_MS = 2000;

const address = path => new URL(path === "index.html" ? "./" : path, registration.scope).href;
const digests = new Map(FILES.map(([path, digest]) => [address(path), digest]));
const index = address("index.html");

async function matches(response, url) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer()));
  return Array.from(digest, byte => byte.toString(16).padStart(2, "0")).join("") === digests.get(url);
}

/** What came over the network for this response; a file from the browser's own cache costs nothing. */
function transferred(url, response) {
  const timing = performance.getEntriesByName(url).pop();
  if (timing) return timing.transferSize === 0 ? 0 : timing.encodedBodySize;
  return Number(response.headers.get("content-length")) || 0;
}

/** Fetches one file; when the browser's cache holds other bytes than the build made, asks the server itself. */
async function fetchVerified(url) {
  let received = 0;
  for (const cache of ["default", "reload"]) {
    const response = await fetch(new Request(url, { cache, credentials: "omit" }));
    const right = response.ok && await matches(response, url);
    received += transferred(url, response);
    if (right) return { response, received };
  }
  throw new Error(url + " is not the file of build " + BUILD);
}

/** Fills the cache of this build. What an earlier build has kept and this one shares is taken over. */
async function precache() {
  const cache = await caches.open(CACHE);
  let received = 0;
  for (const url of digests.keys()) {
    const kept = await caches.match(url, { ignoreVary: true });
    if (kept && await matches(kept, url)) {
      await cache.put(url, kept);
      continue;
    }
    const fresh = await fetchVerified(url);
    received += fresh.received;
    await cache.put(url, fresh.response);
  }
  if (received > 0) await tell({ type: "precache", build: BUILD, received_bytes: received });
}

/** Reads everything kept and checks it again: "ready" is only said of what was just seen. */
async function status() {
  const cache = await caches.open(CACHE);
  let verified = 0;
  for (const url of digests.keys()) {
    const kept = await cache.match(url, { ignoreVary: true });
    if (kept && await matches(kept, url)) verified++;
  }
  const ready = digests.size > 0 && verified === digests.size;
  return { type: "offline", build: BUILD, ready, files: digests.size, verified, waiting: Boolean(registration.waiting) };
}

async function tell(message) {
  for (const tab of await clients.matchAll({ includeUncontrolled: true, type: "window" })) tab.postMessage(message);
}

async function answerStatus(port) {
  let now = await status();
  if (!now.ready) {
    await precache().catch(() => {});
    now = await status();
  }
  port ? port.postMessage(now) : await tell(now);
}

/** The newest page when the network gives one in time, else the kept one, headers included: offline is isolated too. */
async function navigate(request) {
  const kept = await caches.open(CACHE).then(cache => cache.match(index, { ignoreVary: true }));
  const network = fetch(request);
  if (!kept) return network;
  const late = new Promise(resolve => setTimeout(resolve, PATIENCE_MS));
  try {
    const fresh = await Promise.race([network, late]);
    return fresh && fresh.status < 500 ? fresh : kept;
  } catch (offline) {
    return kept;
  }
}

/** A file of this build, or of the one before, which a tab that was not started again since still runs. */
async function fromCache(request, url) {
  const own = await caches.open(CACHE).then(cache => cache.match(url, { ignoreVary: true }));
  return own || await caches.match(url, { ignoreVary: true }) || fetch(request);
}

addEventListener("install", event => event.waitUntil(precache()));

addEventListener("activate", event => event.waitUntil((async () => {
  // In the order in which they were made: the last of the others is what open tabs run.
  const others = (await caches.keys()).filter(name => name.startsWith(PREFIX) && name !== CACHE);
  for (const name of others.slice(0, -1)) await caches.delete(name);
  await clients.claim();
  await tell(await status());
})()));

addEventListener("message", event => {
  if (event.data && event.data.ask === "status") event.waitUntil(answerStatus(event.ports[0]));
  if (event.data && event.data.ask === "take-over") skipWaiting();
});

addEventListener("fetch", event => {
  const { request } = event;
  const url = request.url.split("#")[0];
  const served = endpointPath(url);
  if (served) {
    event.respondWith(answerEndpoint(request, served));
    return;
  }
  if (request.method !== "GET" || !url.startsWith(registration.scope)) return;
  if (request.mode === "navigate") {
    if (url.split("?")[0] === index || url === new URL("index.html", index).href) event.respondWith(navigate(request));
    return;
  }
  const model = url.startsWith(new URL("v2/", registration.scope).href);
  if (!model && url !== index && !request.headers.has("range")) event.respondWith(fromCache(request, url));
});
