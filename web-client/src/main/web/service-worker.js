// Lets the app start without a network. It keeps the files of one build, each checked against the digest that the build wrote below before
// it is kept and again before it is given out: those of the start screen when it is installed, all others when a page asks for that, and
// whatever a page loads. Under v2/ nothing is kept: lists and manifests are passed on, and the bytes of models pass it by. The page comes from what is kept, so that a newer build shows only when
// the person says so.
//
// To the tabs it says, by message: {type: "precache", build, received_bytes} when it has fetched files for a build, and
// {type: "offline", build, start, ready, files, verified, waiting, fault?} whenever that may have changed: start and ready say whether all
// files of the start screen and of every screen are kept; the fault, {cause, text}, says why they could not be. A tab may send, with a port
// for the answer, {ask: "status"}: the same "offline" message comes back; or without a port {ask: "keep-everything"}: the files of every
// screen are fetched; or {ask: "take-over"}: a waiting build replaces the running one. Nothing reloads by itself.
//
// What is asked below api/ and v1/ is answered by the endpoint that the build appends, after app-files.js.
"use strict";

const BUILD = "@build@";
/** Apps below other paths of this origin have caches of other names. */
const PREFIX = "tabitat-site-" + new URL(registration.scope).pathname.slice(1);
const CACHE = PREFIX + BUILD;

const address = path => new URL(path === "index.html" ? "./" : path, registration.scope).href;
const addressed = files => files.map(([path, digest]) => [address(path), digest]);
const START = new Map(addressed(/*@start@*/ []));
const digests = new Map([...START, ...addressed(/*@rest@*/ [])]);
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
    const response = await tabitatFiles.fetchWatched(url, { cache, credentials: "same-origin", redirect: "manual" }).catch(unanswered => {
      throw tabitatFiles.stalledError(unanswered) || tabitatFiles.asError(tabitatFiles.fault("silent", "The server did not answer when it was asked for " + url + "."));
    });
    wrong = tabitatFiles.answerFault(response, url);
    const right = !wrong && await matches(response, url).catch(broken => {
      throw tabitatFiles.stalledError(broken, response) || broken;
    });
    received += transferred(url, response);
    if (right) return { response, received };
    wrong ??= tabitatFiles.contentFault(response, url);
  }
  throw tabitatFiles.asError(wrong);
}

/** Fetches what is missing of these files, and remembers what went wrong. */
async function keep(urls) {
  try {
    await fill(urls);
    fault = undefined;
  } catch (error) {
    fault = error.fault || tabitatFiles.fault("storage", "The browser's storage did not take the app's files: " + error + ".");
    throw error;
  }
}

/** What an earlier build has kept and this one shares is taken over. */
async function fill(urls) {
  const cache = await caches.open(CACHE);
  let received = 0;
  try {
    for (const url of urls) {
      const kept = await caches.match(url, { ignoreVary: true });
      if (kept && await matches(kept, url)) {
        await cache.put(url, kept);
        continue;
      }
      const fresh = await fetchVerified(url);
      received += fresh.received;
      await cache.put(url, fresh.response);
    }
  } finally {
    if (received > 0) await tell({ type: "precache", build: BUILD, received_bytes: received });
  }
}

/** Reads everything kept and checks it again: "ready" is only said of what was just seen. */
async function status() {
  const cache = await caches.open(CACHE);
  let verified = 0, started = 0;
  for (const url of digests.keys()) {
    const kept = await cache.match(url, { ignoreVary: true });
    if (kept && await matches(kept, url)) {
      verified++;
      if (START.has(url)) started++;
    }
  }
  const start = START.size > 0 && started === START.size;
  const ready = start && verified === digests.size;
  return { type: "offline", build: BUILD, start, ready, files: digests.size, verified, waiting: Boolean(registration.waiting), fault };
}

async function tell(message) {
  for (const tab of await clients.matchAll({ includeUncontrolled: true, type: "window" })) tab.postMessage(message);
}

async function answerStatus(port) {
  let now = await status();
  if (!now.start) {
    await keep(START.keys()).catch(() => {});
    now = await status();
  }
  port ? port.postMessage(now) : await tell(now);
}

/** One at a time: several tabs may ask. */
let everything = Promise.resolve();
function keepEverything() {
  everything = everything.then(async () => {
    await keep(digests.keys()).catch(() => {});
    await tell(await status());
  });
  return everything;
}

/** Whether the build that runs now keeps the files of every screen, as far as this can be seen from the names: the next build keeps them too. */
async function keptEverything() {
  for (const name of await caches.keys()) {
    if (!isCacheOfThisApp(name) || name === CACHE) continue;
    const urls = (await (await caches.open(name)).keys()).map(request => request.url);
    if (urls.some(url => /\/assets\/app-[0-9a-f]+\.wasm$/.test(url))) return true;
  }
  return false;
}

/** Whether the browser saves data, or the connection is metered; then the other screens come when they are opened. */
function savesData() {
  const connection = navigator.connection;
  return Boolean(connection && (connection.saveData || connection.metered || connection.type === "cellular"));
}

const isCacheOfThisApp = name => name.startsWith(PREFIX) && !name.slice(PREFIX.length).includes("/");

/** The kept file of this build, or of the one before, which a tab that was not started again since still runs; only with the right bytes. */
async function keptFile(url) {
  const own = await caches.open(CACHE).then(cache => cache.match(url, { ignoreVary: true }));
  const kept = own || await caches.match(url, { ignoreVary: true });
  return kept && await matches(kept, url) ? kept : undefined;
}

/**
 * The kept page of this build, headers included, so that offline is isolated too; the browser looks for a newer build at every navigation,
 * and the page offers it. Where the page is not kept, or has changed, the network's.
 */
async function navigate(request) {
  return await keptFile(index) || fetch(request);
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
    if (wrong.fault?.cause === "stalled") return faultAnswer(wrong.fault.text);
    // The page gets what the server gives, as without this worker, and says what is wrong with it.
    return fetch(request);
  }
}

/** In place of a file that cannot be had: for tabitatFiles, which says why. */
async function keptFault(url) {
  const name = url.slice(registration.scope.length);
  const text = await caches.match(url, { ignoreVary: true }) ? "The copy of " + name + " that this browser kept has changed, so it was not used, and the server did not answer when it was asked for another. Load the page again when the network is back."
    : "The server did not answer when it was asked for " + name + ", and this browser keeps no copy of it. Load the page again when the network is back.";
  return faultAnswer(text);
}

function faultAnswer(text) {
  return new Response(text, { status: 504, headers: { "Content-Type": "text/plain", "Tabitat-Fault": text } });
}

addEventListener("install", event => event.waitUntil((async () => {
  try {
    await keep(await keptEverything() && !savesData() ? digests.keys() : START.keys());
  } catch (error) {
    // Where an older build is kept, that one speaks for the app, and nothing of this one stays.
    if (!registration.active) await tell(await status());
    await caches.delete(CACHE);
    throw error;
  }
})()));

addEventListener("activate", event => event.waitUntil((async () => {
  // In the order in which they were made: the last of the others is what open tabs run.
  const others = (await caches.keys()).filter(name => isCacheOfThisApp(name) && name !== CACHE);
  for (const name of others.slice(0, -1)) await caches.delete(name);
  await clients.claim();
  await tell(await status());
})()));

addEventListener("message", event => {
  const ask = event.data && event.data.ask;
  if (ask === "status") event.waitUntil(answerStatus(event.ports[0]));
  if (ask === "keep-everything") event.waitUntil(keepEverything());
  if (ask === "take-over") skipWaiting();
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
