// Lets the app start without a network. It keeps the files of one build, each checked against the digest that the build
// wrote below before it is kept and again before it is given out. Under v2/ nothing is kept: lists and manifests are passed on, and the bytes
// of models pass it by.
//
// To the tabs it says, by message: {type: "precache", build, received_bytes} when it has fetched files for a build, and
// {type: "offline", build, ready, files, verified, waiting, fault?} whenever that may have changed; the fault, {cause, text}, says
// why the app could not be kept. A tab may send, with a port for the answer, {ask: "status"}: the same "offline" message comes back,
// or without a port {ask: "take-over"}: a waiting build replaces the running one. Nothing reloads by itself.
//
// What is asked below api/ and v1/ is answered by the endpoint that the build appends, after app-files.js.
"use strict";

const BUILD = "@build@";
/** Apps below other paths of this origin have caches of other names. */
const PREFIX = "tabitat-site-" + new URL(registration.scope).pathname.slice(1);
const CACHE = PREFIX + BUILD;
const FILES = /*@files@*/ [];

/** How long a navigation waits for the network before the kept page is shown. */
const PATIENCE_MS = 2000;

const address = path => new URL(path === "index.html" ? "./" : path, registration.scope).href;
const digests = new Map(FILES.map(([path, digest]) => [address(path), digest]));
const index = address("index.html");

/** Why the files could not be fetched the last time; undefined for nothing. */
let fault;

/** Whether a response has the bytes of this build, or for a file of another build those that its name promises. */
async function matches(response, url) {
  const bytes = await response.clone().arrayBuffer();
  return digests.has(url) ? await tabitatFiles.sha256(bytes) === digests.get(url) : tabitatFiles.isNamed(url, bytes);
}

/** What came over the network for this response; a file from the browser's own cache costs nothing. */
function transferred(url, response) {
  const timing = performance.getEntriesByName(url).pop();
  if (timing) return timing.transferSize === 0 ? 0 : timing.encodedBodySize;
  return Number(response.headers.get("content-length")) || 0;
}

/**
 * Fetches one file as the page does, with the person's session at this origin; when the browser's cache holds other bytes than
 * the build made, asks the server itself. Rejects with an error that has the fault.
 */
async function fetchVerified(url) {
  let received = 0;
  let wrong;
  for (const cache of ["default", "reload"]) {
    const response = await fetch(new Request(url, { cache, credentials: "same-origin", redirect: "manual" })).catch(unanswered => {
      throw tabitatFiles.asError(tabitatFiles.fault("silent", "The server did not answer when it was asked for " + url + "."));
    });
    wrong = tabitatFiles.answerFault(response, url);
    const right = !wrong && await matches(response, url);
    received += transferred(url, response);
    if (right) return { response, received };
    wrong ??= tabitatFiles.contentFault(response, url);
  }
  throw tabitatFiles.asError(wrong);
}

/** Fills the cache of this build, and remembers what went wrong. */
async function precache() {
  try {
    await fill();
    fault = undefined;
  } catch (error) {
    fault = error.fault || tabitatFiles.fault("storage", "The browser's storage did not take the app's files: " + error + ".");
    throw error;
  }
}

/** What an earlier build has kept and this one shares is taken over. */
async function fill() {
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
  return { type: "offline", build: BUILD, ready, files: digests.size, verified, waiting: Boolean(registration.waiting), fault: ready ? undefined : fault };
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

/** The kept file of this build, or of the one before, which a tab that was not started again since still runs; only with the right bytes. */
async function keptFile(url) {
  const own = await caches.open(CACHE).then(cache => cache.match(url, { ignoreVary: true }));
  const kept = own || await caches.match(url, { ignoreVary: true });
  return kept && await matches(kept, url) ? kept : undefined;
}

/**
 * The newest page when the network gives one in time, else the kept one, headers included: offline is isolated too. A status of 401
 * gives the kept one too, since browsers ask for no password here; the page's link for signing in goes past this worker.
 */
async function navigate(request) {
  const kept = await keptFile(index);
  const network = fetch(request);
  if (!kept) return network;
  const late = new Promise(resolve => setTimeout(resolve, PATIENCE_MS));
  try {
    const fresh = await Promise.race([network, late]);
    return fresh && fresh.status < 500 && fresh.status !== 401 ? fresh : kept;
  } catch (offline) {
    return kept;
  }
}

/** A file of the app: kept and verified now, or else from the server; what was kept and had changed is replaced. */
async function fromCache(request, url) {
  const kept = await keptFile(url);
  if (kept || !digests.has(url)) return kept || fetch(request);
  try {
    const { response } = await fetchVerified(url);
    await caches.open(CACHE).then(cache => cache.put(url, response.clone())).catch(() => {});
    return response;
  } catch (wrong) {
    if (wrong.fault?.cause === "silent") return keptFault(url);
    // The page gets what the server gives, as without this worker, and says what is wrong with it.
    return fetch(request);
  }
}

/** In place of a file that cannot be had: for tabitatFiles, which says why. */
async function keptFault(url) {
  const name = url.slice(registration.scope.length);
  const text = await caches.match(url, { ignoreVary: true }) ? "The copy of " + name + " that this browser kept has changed, so it was not used, and the server did not answer when it was asked for another. Load the page again when the network is back."
    : "The server did not answer when it was asked for " + name + ", and this browser keeps no copy of it. Load the page again when the network is back.";
  return new Response(text, { status: 504, headers: { "Content-Type": "text/plain", "Tabitat-Fault": text } });
}

addEventListener("install", event => event.waitUntil(precache().catch(async error => {
  // Where an older build is kept, that one speaks for the app.
  if (!registration.active) await tell(await status());
  throw error;
})));

addEventListener("activate", event => event.waitUntil((async () => {
  // In the order in which they were made: the last of the others is what open tabs run.
  const others = (await caches.keys()).filter(name => name.startsWith(PREFIX) && !name.slice(PREFIX.length).includes("/") && name !== CACHE);
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
    // Signing in is between the browser and the server, which may ask for a password or redirect.
    if (url === index + "?sign-in") return;
    if (url.split("?")[0] === index || url === new URL("index.html", index).href) event.respondWith(navigate(request));
    return;
  }
  const model = url.startsWith(new URL("v2/", registration.scope).href);
  if (model && !url.includes("/blobs/")) {
    // Requests of this worker open no dialog of the browser: a 401 comes at once, and the page says what to do, before any blob is asked for.
    event.respondWith(fetch(request));
    return;
  }
  if (!model && url !== index && !request.headers.has("range")) event.respondWith(fromCache(request, url));
});
