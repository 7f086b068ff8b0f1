// The service worker's second half: an endpoint in the shape of Ollama's and OpenAI's for pages of this origin. A request never
// leaves the browser: it is handed to a tab in which the app runs, whose engine answers.

const SERVED = /^(api|v1)\//;
const MAX_BYTES = 8 << 20;
const WHO_MS = 400;
const ANSWER_MS = 120000;
const STATUS = { invalid_input: 400, refused: 403, cancelled: 499, damaged_data: 500, unsupported: 501, unavailable: 503, out_of_budget: 507, incompatible: 409 };

/** The path below the scope when the endpoint serves it; undefined otherwise. */
function endpointPath(url) {
  const path = url.split("?")[0].slice(registration.scope.length);
  return url.startsWith(registration.scope) && SERVED.test(path) ? path : undefined;
}

class Refusal extends Error {
  constructor(status, message, param) {
    super(message);
    this.status = status;
    this.param = param;
  }
}

const json = (value, status = 200) => new Response(JSON.stringify(value), { status, headers: { "Content-Type": "application/json" } });

/** An error in the dialect of the caller. */
function failed(path, error) {
  const status = error.status || STATUS[error.code] || 500;
  return path.startsWith("api/") ? json({ error: error.message }, status)
    : json({ error: { message: error.message, type: status < 500 ? "invalid_request_error" : "server_error", param: error.param ?? null, code: error.code ?? null } }, status);
}

async function body(request) {
  const text = await request.text();
  if (text.length > MAX_BYTES) throw new Refusal(413, "The request is too long: at most " + MAX_BYTES + " characters.");
  let value;
  try {
    value = JSON.parse(text);
  } catch (malformed) {
    throw new Refusal(400, "The body is no JSON: " + malformed.message);
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new Refusal(400, "The body is no JSON object.");
  return value;
}

/** Asks one tab and waits; undefined when it says nothing in time. */
function say(tab, message, patience, signal) {
  return new Promise(resolve => {
    const line = new MessageChannel();
    const end = value => { clearTimeout(timer); line.port1.close(); resolve(value); };
    const timer = setTimeout(end, patience);
    line.port1.onmessage = event => end(event.data);
    if (signal) signal.addEventListener("abort", () => { line.port1.postMessage("cancel"); end({ error: { code: "cancelled", message: "The request was given up." } }); });
    tab.postMessage(message, [line.port2]);
  });
}

/** The id of the tab that ran Tabitat when it was last asked; undefined before any did, and after it failed to answer. */
let remembered;

/** The search for a tab that is under way; requests that come meanwhile wait for the same one. */
let searching;

const runsTabitat = tab => say(tab, { ask: "endpoint?" }, WHO_MS);

/** Asks every tab of the origin at once; the first that runs Tabitat is remembered. */
async function searchTabs() {
  const tabs = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const found = await Promise.any(tabs.map(tab => runsTabitat(tab).then(runs => runs ? tab : Promise.reject(new Error("no Tabitat"))))).catch(() => undefined);
  remembered = found && found.id;
  return found;
}

/** A tab that runs Tabitat: the remembered one when it still does, and no other is asked then. */
async function answeringTab() {
  if (remembered !== undefined) {
    const id = remembered;
    const tab = await clients.get(id);
    if (tab && await runsTabitat(tab)) return tab;
    forget(id);
  }
  searching = searching || searchTabs().finally(() => { searching = undefined; });
  return searching;
}

function forget(id) {
  if (remembered === id) remembered = undefined;
}

/** Has the engine of some tab answer. */
async function engine(method, params, signal) {
  const tab = await answeringTab();
  if (!tab) throw new Refusal(503, "No tab of this origin runs Tabitat. Open one, and ask again.");
  const answer = await say(tab, { ask: "endpoint", method, params }, ANSWER_MS, signal);
  if (!answer) {
    forget(tab.id);
    throw new Refusal(504, "The engine did not answer within " + ANSWER_MS / 1000 + " s.");
  }
  if (answer.error) {
    if (answer.error.code === "unavailable") forget(tab.id);
    throw Object.assign(new Error(answer.error.message + (answer.error.expected ? " Expected: " + answer.error.expected + "." : "")
      + (answer.error.found ? " Found: " + answer.error.found + "." : "")), { code: answer.error.code, param: answer.error.where });
  }
  return answer.value;
}

async function models(signal) {
  const installed = await engine("installed", {}, signal);
  const catalog = await engine("catalog", {}, signal).catch(() => []);
  return installed.map(one => ({ ...(catalog.find(entry => entry.name === one.name) ?? {}), ...one })).filter(one => !one.kind || one.kind === "model");
}

const unix = utc => Math.floor(Date.parse(utc) / 1000) || 0;
const tag = one => ({ name: one.name, model: one.name, modified_at: one.installed_at_utc, size: one.bytes, digest: one.digest.replace("sha256:", ""),
  details: { parent_model: "", format: "safetensors", family: one.architecture ?? "", families: [one.architecture ?? ""], parameter_size: "", quantization_level: one.quantization ?? "" } });
const model = one => ({ id: one.name, object: "model", created: unix(one.installed_at_utc), owned_by: "this-tab" });

/** A text or several; an empty one is a text like others. */
function inputs(value, name) {
  const list = Array.isArray(value) ? value : [value];
  if (list.some(one => typeof one === "number" || Array.isArray(one))) throw new Refusal(400, "\"" + name + "\" holds numbers of tokens; this endpoint takes texts and makes the tokens itself."
    + " With LangChain's OpenAIEmbeddings, set check_embedding_ctx_length=False.", name);
  if (list.length === 0 || list.some(one => typeof one !== "string")) throw new Refusal(400, "\"" + name + "\" is a text or a list of texts.", name);
  return list;
}

function named(params) {
  if (typeof params.model !== "string" || params.model === "") throw new Refusal(400, "\"model\" names an installed model.", "model");
  return params.model.includes(":") ? params.model : params.model + ":latest";
}

/** The installed model of a name; a name without a tag is its only one. */
async function known(params, signal) {
  const wanted = named(params);
  const installed = await engine("installed", {}, signal);
  const found = installed.find(one => one.name === wanted) ?? (params.model.includes(":") ? undefined : installed.find(one => one.name.startsWith(params.model + ":")));
  if (!found) throw new Refusal(404, "The model \"" + params.model + "\" is not installed in this tab. Installed: " + installed.map(one => one.name).join(", ") + ".", "model");
  return found.name;
}

function base64(numbers) {
  const bytes = new Uint8Array(new Float32Array(numbers).buffer);
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

/** The embeddings; what a request asks of their form is kept or refused, never left out without a word. */
async function embed(params, input, signal) {
  const { dimensions, truncate } = params;
  if (dimensions !== undefined && dimensions !== null && !(Number.isInteger(dimensions) && dimensions > 0)) throw new Refusal(400, "\"dimensions\" is a whole number from 1 on.", "dimensions");
  if (truncate !== undefined && truncate !== null && typeof truncate !== "boolean") throw new Refusal(400, "\"truncate\" is true or false.", "truncate");
  const made = await engine("embed", { model: await known(params, signal), input, ...(truncate === false ? { truncate } : {}) }, signal);
  const width = made.embeddings[0].length;
  if (dimensions && dimensions !== width) throw new Refusal(400, "This model gives " + width + " dimensions and no others; asked for are " + dimensions + ".", "dimensions");
  return made;
}

async function openaiEmbeddings(params, signal) {
  const format = params.encoding_format ?? "float";
  if (format !== "float" && format !== "base64") throw new Refusal(400, "\"encoding_format\" is float or base64.", "encoding_format");
  const made = await embed(params, inputs(params.input, "input"), signal);
  return { object: "list", model: made.model, data: made.embeddings.map((one, index) => ({ object: "embedding", index, embedding: format === "base64" ? base64(one) : one })),
    usage: { prompt_tokens: made.prompt_eval_count, total_tokens: made.prompt_eval_count } };
}

async function classify(params, signal) {
  const wanted = params.model === undefined ? { task: params.task } : { model: await known(params, signal) };
  return engine("classify", { ...wanted, input: inputs(params.input, "input"), ...(params.top_k === undefined ? {} : { top_k: params.top_k }) }, signal);
}

const ROUTES = {
  "GET api/version": () => engine("version", {}).then(version => ({ version })),
  "GET api/tags": async request => ({ models: (await models(request.signal)).map(tag) }),
  "POST api/embed": async request => { const params = await body(request); return embed(params, inputs(params.input, "input"), request.signal); },
  "POST api/embeddings": async request => { const params = await body(request); return { embedding: (await embed(params, inputs(params.prompt, "prompt"), request.signal)).embeddings[0] }; },
  "POST api/classify": async request => classify(await body(request), request.signal),
  "GET v1/models": async request => ({ object: "list", data: (await models(request.signal)).map(model) }),
  "POST v1/embeddings": async request => openaiEmbeddings(await body(request), request.signal),
  "POST v1/classify": async request => classify(await body(request), request.signal),
};

/** A path with its escapes resolved. */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch (malformed) {
    throw new Refusal(400, "The path /" + path + " holds a % that begins no escaped UTF-8 character. Write a % itself as %25.");
  }
}

async function answerEndpoint(request, path) {
  try {
    decoded(path);
    const route = ROUTES[request.method + " " + path];
    if (route) return json(await route(request));
    if (request.method === "GET" && path.startsWith("v1/models/")) {
      const name = await known({ model: decoded(path.slice("v1/models/".length)) }, request.signal);
      const found = (await models(request.signal)).find(one => one.name === name);
      if (!found) throw new Refusal(404, "\"" + name + "\" is no model.", "model");
      return json(model(found));
    }
    const there = Object.keys(ROUTES).filter(one => one.endsWith(" " + path)).map(one => one.split(" ")[0]);
    if (there.length > 0) throw new Refusal(405, "This address is asked by " + there.join(" or ") + ".");
    throw new Refusal(404, "This tab serves " + Object.keys(ROUTES).join(", ") + "; not " + request.method + " " + path + ".");
  } catch (error) {
    return failed(path, error);
  }
}
