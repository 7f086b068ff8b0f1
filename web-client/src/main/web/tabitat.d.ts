/**
 * The runtime that a page of Tabitat offers to scripts: `globalThis.tabitat`.
 *
 * Everything runs in this tab. Every method returns a promise; a failure rejects with a {@link TabitatError}.
 * Version 0.1.0.
 */

export interface Tabitat {
  /** Semantic version of this API. */
  readonly version: string;
  /**
   * Resolves when the first classifier can answer. It is installed by itself on the first visit. Rejects with a TabitatError when the
   * engine stops, cannot start, or shows no sign of life within 30 s.
   */
  readonly ready: Promise<void>;

  /** What is known about this device, and how each fact was obtained. `measure` times the kernels: some tens of ms. */
  device(options?: { measure?: boolean }): Promise<DeviceProfile>;
  /** What the host offers, and what is installed; without a network, what it offered last. */
  catalog(options?: {
    /** Origin of another OCI registry, which the host of the page names with --registry and which lets pages of other origins read. */
    registry?: string;
  }): Promise<(CatalogEntry | CatalogNotice)[]>;
  /** The page's security policy, and what each address in it is for. */
  connections(): Promise<Connections>;
  /** What a model needs for texts of so many tokens (the most that it reads unless given), `batch` of them at once (1 unless given). */
  fit(options: { model: PackageName; tokens?: number; batch?: number }): Promise<Fit>;
  /** Downloads a package in verified pieces; goes on from the pieces that are already there. */
  install(name: PackageName, options?: InstallOptions): Promise<Installation>;
  /** What is fetched, waits or was paused, in the order of the queue, then models whose adding was interrupted; outlives reloads. */
  downloads(): Promise<Download[]>;
  /** Stops a download until `resume` or `install`; what has verified stays. */
  pause(name: PackageName): Promise<{ name: PackageName; state: "paused" }>;
  resume(name: PackageName, options?: InstallOptions): Promise<Installation>;
  cancel(name: PackageName): Promise<{ name: PackageName; state: "cancelled" }>;
  /** Puts these first, in this order. */
  reorder(options: { names: PackageName[] }): Promise<Download[]>;
  /** Fetches what the tag of an installed package names now; the version before is kept. */
  update(name: PackageName, options?: InstallOptions): Promise<Installation>;
  /** Makes the version before the one that answers, and keeps the other. */
  rollback(name: PackageName): Promise<{ name: PackageName; digest: Digest }>;
  removePrevious(name: PackageName): Promise<{ name: PackageName; freed_bytes: number }>;
  /** Removes a package, or the remains of its download, and every piece that nothing else needs. */
  remove(name: PackageName): Promise<{ name: PackageName; freed_bytes: number }>;
  installed(): Promise<InstalledPackage[]>;
  /** Verifies every stored byte again; `repair` fetches exactly the damaged pieces. */
  check(options?: { repair?: boolean; signal?: AbortSignal }): Promise<StoreReport>;
  /** The adapters that were made for a base, and whether they attach to the one that is here. */
  adapters(options: {
    base: PackageName;
    /** Which registry to ask for what refers to the base; the host of the page unless given. `install` downloads one by its name. */
    registry?: string;
  }): Promise<AdapterEntry[]>;
  /**
   * Whether a base with an ordered stack of adapters keeps within memory and `budget_ms`, for `batch` texts of `tokens` each. Times are
   * measured where such a run was made in this tab, else estimated from the base's; adapters that are not here count by their word.
   */
  plan(options: { model: PackageName; adapters?: { name: string; weight?: number }[]; tokens?: number; batch?: number; budget_ms?: number }): Promise<StackPlan>;
  /**
   * Takes an adapter in from its two files, PEFT's (`adapter_config.json`, `adapter_model.safetensors`) or ours; it becomes a package
   * whose subject is the base. An adapter of the same name is replaced.
   */
  importAdapter(options: {
    base: PackageName;
    /** `name:tag`; the tag is `v1` unless given. */
    name: string;
    config: object | Blob;
    weights: Blob | ArrayBuffer | ArrayBufferView;
    title?: string;
    summary?: string;
    /** SPDX expression. */
    licence?: string;
    signal?: AbortSignal;
  }): Promise<ImportedAdapter>;
  /**
   * Looks at a model of another ecosystem, from the headers of its files, and adds nothing. The source's origin sees
   * which public files are read, and nothing else.
   */
  inspectModel(source: ModelSource, options?: {
    /** The one of several weights that is meant, such as a quantization. */
    file?: string;
    /**
     * `true`: the person agrees that the source's origin is contacted, which is noted until `forgetOrigin`. `false`: rejects with
     * `needs_consent`, naming the origin in `where`, unless the person has agreed before. Unless given, this call names the origin itself.
     */
    consent?: boolean;
    signal?: AbortSignal;
  }): Promise<ModelInspection>;
  /**
   * Adds a model as a package. Its files come in verified pieces; what has come is kept when something goes wrong, and the next call goes
   * on from there. Rejects with `unsupported`, and the code of the first problem in `found`, when `inspectModel` has problems.
   */
  addModel(source: ModelSource, options?: {
    /** `name:tag`; made from the source's name and the quantization unless given. */
    name?: PackageName;
    /** `q8` and `q4` convert weights in safetensors by a recipe that the package notes; the files as they are unless given. */
    quantization?: "as-is" | "q8" | "q4";
    file?: string;
    /** The installed model that an adapter changes. */
    base?: PackageName;
    allowMetered?: boolean;
    consent?: boolean;
  } & LongWork<AddProgress>): Promise<AddedModel>;
  /** Models of the hub that fit some words, in its order; 20 unless `limit` says another number up to 100. */
  searchHub(options: { query: string; limit?: number; consent?: boolean; signal?: AbortSignal }): Promise<{ results: HubHit[] }>;
  /** The hub that the host of the page names. */
  hub(): Promise<Hub>;
  /** Keeps an access token of the hub, sealed by a passphrase of 8 to 1000 characters. It is sent to the hub's own origin alone. */
  setHubToken(options: { token: string; passphrase: string }): Promise<Hub>;
  /** Opens the sealed token until the page ends. */
  unlockHub(options: { passphrase: string }): Promise<Hub>;
  removeHubToken(): Promise<Hub>;
  /** Takes back the consent that an origin is contacted for models. */
  forgetOrigin(options: { origin: string }): Promise<{ origin: string; forgotten: boolean }>;
  /** Labels for a text, or for each of several, the best first. Give a model, or a task and let the runtime choose. */
  classify(options: ClassifyOptions): Promise<Classification>;
  /** The token ids of a text, or of each of several, and where each token came from: UTF-16 offsets into the text. */
  tokenize(options: { model: PackageName; input: string | string[]; signal?: AbortSignal }): Promise<Tokens>;
  /** An embedding for a text, or for each of several: near embeddings, near meanings. */
  embed(options: EmbedOptions): Promise<Embeddings>;
  /** Orders documents by how well each answers a query, the best first; by the re-ranker that is named, or the one that is installed. */
  rerank(options: RerankOptions): Promise<Reranking>;
  /** The part of a text that answers a question, word for word. */
  extract(options: ExtractOptions): Promise<ExtractedAnswer>;
  /** Parts of a text with labels, such as names of people and places; for a list of texts a list for each. */
  tag(options: TagOptions): Promise<TaggedSpan[] | TaggedSpan[][]>;
  /** Times passes of an encoder on exactly one backend, known answers first. */
  bench(options: BenchOptions): Promise<Bench>;
  /**
   * Goes on from a prompt, token by token. Calls run one after the other; the model stays loaded for `keep_alive`, with what it has
   * evaluated, so that a prompt with the same start goes on from there. A call that is cancelled before its turn, or while its model
   * loads, fails with `cancelled`; later it ends with `done_reason: "cancelled"` and keeps what was generated.
   */
  generate(options: GenerateOptions): Promise<Generated>;
  /**
   * Runs a transcript again with the installed model that it names and says where the result differs first. The same is done by
   * `java -jar tabitat-host.jar transcript FILE --model PATH`. docs/generation.md says what is the same where.
   */
  replayTranscript(file: Blob | ArrayBuffer | ArrayBufferView, options?: LongWork<GenerateProgress>): Promise<TranscriptReplay>;
  /** Who would answer a task and why: every term of the score, and everyone who was left out with the reason. */
  choose(options: ChooseOptions): Promise<Choice>;
  /** Where a text goes and why: an answer from this tab, nothing, or a plan. A plan sends nothing. docs/routing.md has the whole way. */
  route(options: RouteOptions & LongWork<AnswerProgress>): Promise<RouteDecision>;
  /** Lets a plan go, once or always for such, or never; with `digest` only if it is that of the bytes. */
  approve(options: { plan: string; choice?: "once" | "always" | "never"; digest?: Digest; patience_ms?: number } & LongWork<AnswerProgress>): Promise<Escalated>;
  /** The policy as written and as in force; `set` takes another, `reset` the one that it came with. */
  policy(options?: { set?: RouterPolicy; reset?: boolean }): Promise<{ policy: RouterPolicy; digest: Digest; source: "default" | "yours"; effective: RouterPolicy; effective_digest: Digest }>;
  /** What should not leave, taken out of a text. */
  redact(options: { input: string }): Promise<{ text: string; found: { start: number; end: number; kind: string; what: string }[]; originals: Record<string, string> }>;
  /** The end of the log of decisions, and what all of it says in sum. */
  routes(options?: { last?: number }): Promise<{ length: number; metrics: RouteMetrics; records: object[]; consents: Consent[] }>;
  /** Decides everything in the log again. */
  replayDecisions(): Promise<{ decisions: number; identical: number; differences: string[] }>;
  /** Finds from which confidence on a model's answers count, on examples that it did not learn from. */
  calibrate(options: { model: PackageName; dataset: string | { text: string; label: string }[]; part?: "select" | "test" | "all"; task?: string; goal?: number; loosen?: boolean } & LongWork<LabProgress>): Promise<AnswerThreshold & { notice?: string }>;
  /** Always small, always large, and the cascade, on the same held-out texts; `none` are texts of no known niche. */
  compareRoutes(options: { task: string; dataset: string | { text: string; label: string }[]; part?: "select" | "test" | "all"; none?: string[]; group?: string } & LongWork<LabProgress>): Promise<RouteComparison>;
  /** Takes a consent back, or all of them. */
  forgetConsent(options?: { id?: string }): Promise<{ forgotten: number }>;
  /** Endpoints outside; a key is kept sealed by its passphrase. */
  targets(): Promise<Target[]>;
  addTarget(options: { name?: string; url: string; dialect: "ollama" | "openai"; model: string; key?: string; passphrase?: string; cost_per_million_tokens?: number; currency?: string }): Promise<Target>;
  unlockTarget(options: { target: string; passphrase: string }): Promise<Target>;
  removeTarget(options: { target: string }): Promise<{ id: string; removed: true }>;
  /** Who answers on the usual ports of this device, or at one address. */
  discover(options?: { url: string; dialect: "ollama" | "openai" }): Promise<{ url: string; dialect: string; models?: string[]; problem?: string; remedy?: string }[]>;
  /** Members of the ecology that answer by an endpoint. */
  members(): Promise<Member[]>;
  addMember(options: { name: string; target: string; task: string; labels: string[]; device?: object; utility?: { value: number; n: number }; latency_ms?: number }): Promise<Member>;
  removeMember(options: { member: string }): Promise<{ name: string; removed: true }>;
  /** Judges a member; without `approve` it says what would leave, whose `digest` as `approve` lets it go. */
  measureMember(options: { member: string; dataset: string | { text: string; label: string }[]; part?: "train" | "select" | "test" | "all"; approve?: Digest; patience_ms?: number } & LongWork<LabProgress>): Promise<object>;
  /** Private documents: what they say is searched in this tab and nowhere else. docs/documents.md has the whole way. */
  readonly documents: Documents;
  /** Passages that answer a question, or nothing when nothing fits. */
  search(options: SearchOptions): Promise<SearchResult>;
  /** What was installed and run here, from the sources down. Texts are never part of it. */
  lineage(): Promise<Lineage>;
  /** The lineage as a W3C PROV-JSON file that anyone can verify. */
  export(options: { what: "lineage"; format?: "prov" | "cyclonedx" }): Promise<Blob>;
  /**
   * A package with what belongs to it, or every package with the lineage: an OCI image layout in one tar archive, which `skopeo` reads
   * as `oci-archive:`. Every byte is verified on its way out.
   */
  export(options: { what: "package"; root: PackageName; format?: "oci" } & LongWork<ArchiveProgress>): Promise<Blob>;
  /**
   * A tar archive of a package as a folder: its files, its manifest as `oci-manifest.json`, and beside the folder its signatures as
   * Sigstore bundles. `model_signing verify key FOLDER --signature FOLDER.sig --public_key KEY.pem` verifies it.
   */
  export(options: { what: "package"; root: PackageName; format: "folder" } & LongWork<ArchiveProgress>): Promise<Blob>;
  export(options: { what: "ecology"; format?: "oci" } & LongWork<ArchiveProgress>): Promise<Blob>;
  /** The log of decisions, hash-chained; `java -jar tabitat-host.jar decisions FILE` decides all of it again. */
  export(options: { what: "decisions" }): Promise<Blob>;
  /** The transcript of a run, by the digest that `generate` gave: the last 50 of this browser are kept. */
  export(options: { what: "transcript"; digest: Digest }): Promise<Blob>;
  /**
   * Verifies a lineage file, or installs the packages of an archive that verify, and says what was checked, measured, claimed and
   * refused. A file is read in parts: it may be larger than memory. A signature (a Sigstore bundle as `model_signing sign key` writes it,
   * or a DSSE envelope) is kept with the installed package whose files it lists.
   */
  import(file: Blob | ArrayBuffer | ArrayBufferView, options?: LongWork<ArchiveProgress>): Promise<ImportReport | ArchiveReport | SignatureReport>;
  /** Keys of this tab, and those that it trusts. The format of keys and signatures: docs/formats/keys.md. */
  keys(): Promise<{ keys: Key[]; trusted: Key[] }>;
  /** Makes a key that signs: ECDSA P-256, unless `algorithm` says otherwise. `model_signing` reads the three ECDSA kinds. */
  makeKey(options: { name: string; algorithm?: KeyAlgorithm }): Promise<Key>;
  /** The key as a file that only the passphrase opens: 8 to 1000 characters. */
  exportKey(options: { id: string; passphrase: string }): Promise<Blob>;
  /** Takes an exported key back; `file` is its text. */
  importKey(options: { file: string; passphrase: string }): Promise<Key>;
  /** Trusts a public key in PEM under a name. */
  trust(options: { name: string; publicKey: string }): Promise<Key>;
  /** Trusts a key no longer; deletes an own key only with `delete_own`. */
  untrust(key: string | { id: string; delete_own?: boolean }): Promise<{ id: string; removed: true }>;
  /** Signs an installed package with an own key, by its id. */
  sign(options: { model: PackageName; key: string }): Promise<Signatures>;
  /** What is kept of an installed package's signatures; `refresh` asks the host for new ones. */
  signatures(options: { model: PackageName; refresh?: boolean }): Promise<Signatures>;
  /** The licence of an installed package. Not legal advice. */
  licence(options: { model: PackageName }): Promise<Licence>;
  /** Every byte in and out of the tab, by origin and purpose. */
  ledger(): Promise<Ledger>;

  /** Looks at examples without keeping them: how they were read, what was left out, how they would be split. */
  examples(options: { examples: Examples; text_column?: string; label_column?: string }): Promise<ExamplesLook>;
  /** Teaches one specialist and judges it against who answered before. It is kept in the place `lab` until `decide`. */
  teach(options: Lesson & { base?: PackageName; kind?: "head" | "lora" | "sparse_delta" | "low_rank_delta" | "representation_intervention"; rank?: number } & LongWork<LabProgress>): Promise<Taught>;
  /** Breeds from parents; with `resume`, goes on with the run that was broken off. */
  breed(options: (Lesson & { parents?: PackageName[]; base?: PackageName; budget?: { candidates?: number; generations?: number; time_s?: number; memory_bytes?: number } } | { resume: true }) & LongWork<LabProgress>): Promise<Bred>;
  /** A scorecard of a model. Of examples that are kept here, `test` counts unless another part is named; of others, all. */
  evaluate(options: { model: PackageName; dataset: Examples; text_column?: string; label_column?: string; part?: "train" | "select" | "test" | "all" } & LongWork<LabProgress>): Promise<Scorecard>;
  /** The last run, as far as it has come. */
  lab(): Promise<LabRun>;
  /** Does what the person says with the last run; the others of it are removed, their recipes stay. */
  decide(options: { outcome: Outcome; candidate?: string; reason?: string }): Promise<LabRun>;
  /** Makes an earlier champion of a task the champion again: the one before, or the named one. Where none was before, the champion is withdrawn and `champion` is empty. */
  restore(options: { task: string; model?: PackageName }): Promise<{ task: string; champion: PackageName | ""; digest?: Digest; withdrawn?: PackageName }>;
  /** Makes a descendant again from its parents and its recipe. */
  replay(options: { root: PackageName | Digest } & LongWork<LabProgress>): Promise<{ name: PackageName; expected: Digest; found: Digest; identical: boolean; duration_ms: number }>;
  /** The release packet of a model: one record, and the same as Markdown; with one of your keys, signed with it. */
  packet(options: { model: PackageName; key?: string }): Promise<{
    markdown: string;
    packet_digest: Digest;
    /** A DSSE envelope over the record's canonical JSON (what is left without markdown, packet_digest and signature). */
    signature?: { keyid: string; public_key: string; envelope: string };
    [section: string]: unknown;
  }>;
  /** That the person accepted an answer of a model, or corrected it. */
  feedback(options: { model: PackageName; correct: boolean }): Promise<{ accepted: number; corrected: number }>;
  /** What the packages take up, and where they are kept. */
  storage(): Promise<Storage>;
  /** Asks the browser to keep the storage until the person deletes it. */
  persist(): Promise<{ persisted: boolean }>;
}

/** `name:tag`, for example `lande:q8`. */
export type PackageName = string;
/** `sha256:` and 64 hexadecimal digits. */
export type Digest = string;
/** A moment in UTC, for example `2026-11-23T09:30:00.000Z`. */
export type Utc = string;
/** How a figure is known. */
export type Known = "checked" | "measured" | "claimed" | "estimated" | "unknown";

export interface LongWork<P> {
  onProgress?: (report: P) => void;
  /** Stops the work; what has verified is kept. */
  signal?: AbortSignal;
}

/** Where a model of another ecosystem is. */
export type ModelSource =
  /**
   * Files of this device: one `.gguf`; a Hugging Face folder; `.onnx` and `tokenizer.json`; a blob of Ollama, with its manifest or
   * without; an archive that `export` or another program for OCI images wrote, whose packages are installed as they are; the two files of
   * an adapter. A file's path is its `webkitRelativePath`, or else its name.
   */
  | { files: (File | (Blob & { name: string }))[] }
  /** A repository of the hub; `revision` is `main` unless given and is pinned to its commit; `file` picks one of several weights. */
  | { hub: string; revision?: string; file?: string }
  /** `host/path/name:tag` of any OCI registry that the host of the page allows: CNCF ModelPack, Docker's and Ollama's models. */
  | { oci: string }
  /** One file, whose server lets pages of other origins read it; or a link to a model of the hub. */
  | { url: string };

export interface ModelInspection {
  supported: boolean;
  /** None when it is supported; `code` is stable. */
  problems: { code: string; message: string; remedy: string }[];
  kind: "encoder" | "classifier" | "token-classifier" | "reranker" | "generator" | "adapter";
  architecture: string;
  task: string;
  /** null when no header could be read. */
  parameters: number | null;
  /** The longest text in tokens; null when it is not known. */
  context: number | null;
  quantization: string;
  files: { path: string; bytes: number; sha256?: string; needed: boolean }[];
  download_bytes: number;
  /** A claim of its authors. */
  licence: { spdx?: string; name?: string; text?: string; known: "claimed" };
  /** Put before questions and passages. */
  prompts?: { query: string; passage: string };
  chat_template: "ok" | "none" | "unsupported";
  choices?: { file: string; quantization: string; bytes: number; fit: ModelFit }[];
  fit: ModelFit;
  /** The source with its version, such as `hf:owner/name@commit`. */
  source: string;
  /** The name that it gets unless one is given. */
  name: PackageName;
}

export interface ModelFit {
  terms: { name: string; bytes: number; how: Known; estimated_bytes?: number }[];
  total_bytes: number;
  available_bytes?: number;
  verdict: "fits" | "tight" | "too_large" | "unknown";
  /** value is null when the device was not measured, or it is no generator. */
  tokens_per_s: { value: number | null; known: Known };
}

export interface AddProgress {
  done: number;
  total: number;
  unit: "bytes";
  rate: number;
  eta_s?: number;
  phase: "manifest" | "download" | "wait" | "convert" | "verify" | "done";
  verified_chunks: number;
  total_chunks: number;
  reason?: string;
  retry_in_s?: number;
}

export interface AddedModel {
  name: PackageName;
  digest: Digest;
  kind: ModelInspection["kind"];
  architecture: string;
  task: string;
  bytes: number;
  /**
   * How its files are known to be the right ones: `lfs-sha256` by the digests that a hub lists (sha256 of large files, git's of small
   * ones), `oci-digest` by those of a registry's manifest; `local` where the source has no digests, and those computed here count.
   */
  verified: { by: "lfs-sha256" | "oci-digest" | "local"; files: number };
  /**
   * Whether a backend runs the model as the scalar reference does, and how near: the least cosine of their answers to short texts, of
   * generators of their logits. Absent for adapters.
   */
  self_test?: { passed: boolean; backend: Backend | ""; cosine: number };
  notices: string[];
}

export interface HubHit {
  /** `owner/name`. */
  id: string;
  downloads: number;
  likes: number;
  gated: boolean;
  /** Empty when the hub does not say. */
  task: string;
  library: string;
  tags: string[];
}

export interface Hub {
  /** Missing when the host names none. */
  origin?: string;
  /** Where it may redirect requests for files. */
  files: string[];
  token: "none" | "locked" | "open";
  /** Whether the person has agreed that the hub is contacted. */
  consent: boolean;
}

export interface Documents {
  /**
   * Takes a file in: PDF, Markdown, plain text, HTML, CSV, DOCX or EPUB. Ends when all of it can be searched: by words alone where no
   * encoder is installed. The same bytes again give the document that is there, with `duplicate`. A `charset` in the file's type, or in
   * `type`, says how its characters are encoded; a byte order mark counts for more, and a page's own declaration for less.
   */
  add(file: Blob, options?: { name?: string; type?: string } & LongWork<DocumentsProgress>): Promise<DocumentEntry & { duplicate?: boolean }>;
  /** Every document, those that are being read too; the newest first. */
  list(): Promise<DocumentEntry[]>;
  /** Deletes a document for good: text, passages, words, vectors, in one transaction. A tombstone without its name stays. */
  remove(id: string): Promise<{ id: string; removed: true; records: number; freed_bytes: number }>;
  /** A stretch of a document's text, all of it unless given, with its structure and where it stands in the original. */
  read(options: { document: string; start?: number; end?: number }): Promise<DocumentStretch>;
  /** What is going on, what it takes, and whether it is protected. */
  status(): Promise<DocumentsStatus>;
  /** Stops reading and embedding until `resume`; what is searchable stays so. Outlives the tab. */
  pause(): Promise<DocumentsStatus>;
  resume(): Promise<DocumentsStatus>;
  /** Embeds every document anew with another encoder, which is installed; the old vectors answer until all new ones are whole. */
  reindex(options: { encoder: PackageName } & LongWork<DocumentsProgress>): Promise<DocumentsStatus>;
  /** Encrypts everything that is kept of documents (PBKDF2-SHA-256, AES-256-GCM) from now on; 8 to 1000 characters. */
  protect(options: { passphrase: string } & LongWork<DocumentsProgress>): Promise<DocumentsStatus>;
  /** Opens protected documents for this tab; they lock again after `idle_minutes` (10 unless given) without use. */
  unlock(options: { passphrase: string; idle_minutes?: number } & LongWork<DocumentsProgress>): Promise<DocumentsStatus>;
  lock(): Promise<DocumentsStatus>;
  /** Decrypts everything again. */
  unprotect(options: { passphrase: string } & LongWork<DocumentsProgress>): Promise<DocumentsStatus>;
  /** All documents with their vectors as one file, sealed where a passphrase is given. */
  export(options?: { passphrase?: string } & LongWork<DocumentsProgress>): Promise<Blob>;
  /** Takes an export in; every record is verified, documents that are here already are left as they are. */
  import(file: Blob, options?: { passphrase?: string } & LongWork<DocumentsProgress>): Promise<{ added: number; present: number; refused: { title: string; reason: string }[] }>;
}

export interface DocumentsProgress {
  done: number;
  total: number;
  unit: "bytes" | "pages" | "passages" | "records" | "documents";
  rate: number;
  eta_s?: number;
  phase: "keeping" | "reading" | "words" | "meaning" | "sealing" | "packing";
  name?: string;
}

export interface DocumentEntry {
  id: string;
  title: string;
  /** The file's name. */
  name: string;
  /** `pdf`, `markdown`, `text`, `html`, `csv`, `docx` or `epub`; empty before it is known. */
  format: string;
  /** Of the original. */
  bytes: number;
  added_at_utc: string;
  /** Characters of its text, passages, and how many of these have vectors of the present encoder. */
  characters: number;
  passages: number;
  embedded: number;
  /**
   * `waiting` and `reading`: not yet searchable. `words`: found by words. `ready`: found by words and meaning. `failed`: with `error`.
   * `locked`: nothing is known but its size.
   */
  state: "waiting" | "reading" | "words" | "ready" | "failed" | "locked";
  pages?: number;
  /** What could not be read or had to be guessed. */
  notices: string[];
  error?: { name: string; code: string; message: string; expected: string; found: string; where: string; remedy: string };
}

export interface DocumentPlace {
  unit: "page" | "line" | "row" | "paragraph" | "chapter";
  number: number;
  /** The last of several. */
  to?: number;
  part?: string;
  /** Shares of the page, 0 to 1, from its upper left corner; several where it runs over several lines. */
  boxes?: { page: number; left: number; top: number; width: number; height: number }[];
}

/** `state` is `deleted` where only a tombstone is left; there is no text then. */
export interface DocumentStretch {
  document: string;
  state: "there" | "deleted" | "unknown";
  deleted_at_utc?: string;
  title?: string;
  name?: string;
  text?: string;
  /** Where `text` begins and ends in the document's text, and how long that is. */
  start?: number;
  end?: number;
  length?: number;
  blocks?: { kind: "heading" | "paragraph" | "list_item" | "row" | "code" | "quote"; level: number; start: number; end: number }[];
  place?: DocumentPlace;
}

export interface SearchOptions {
  query: string;
  /** 1 to 1000; 10 unless given. */
  k?: number;
  /** `hybrid` unless given; by words alone where there is no encoder. */
  mode?: "hybrid" | "meaning" | "words";
  /** Only in these documents. */
  documents?: string[];
  /** Only in documents that were added at or after, or before, this moment (ISO 8601). */
  added_after?: string;
  added_before?: string;
  /** Whether an installed re-ranker orders the first 50 passages again, which takes it a while; `true` unless given. */
  rerank?: boolean;
  signal?: AbortSignal;
}

export interface SearchResult {
  /** The best first, each graded; none when nothing fits. */
  passages: FoundPassage[];
  /** The best passage's grade. `weak`: the passages may not answer the question, and are to be shown as such. */
  verdict: "found" | "weak" | "nothing_relevant" | "no_documents";
  /**
   * Why: from which score on a passage is found (`found_score`) or weak (`least_score`), what the best reaches, and from which similarity on
   * it is weak without any word. By words alone the same in shares of what the question's words tell. Words that carry what is asked for
   * count in `words_asked`, those that stand anywhere, as they are or in another form, in `words_found`. An encoder whose similarities nobody
   * measured has no such limits: nothing is found by its similarity alone, and nothing is said to be absent. `evidence` is there where the
   * verdict's errors were counted, for this encoder and this mode.
   */
  reason: {
    found_score?: number; least_score?: number; best_score?: number; least_similarity?: number; best_similarity?: number;
    found_share?: number; least_share?: number; best_share?: number;
    words_asked: number; words_found: number; why?: string; evidence?: VerdictEvidence;
  };
  /** What would have come had anything been relevant; only with `nothing_relevant`. */
  nearest?: FoundPassage[];
  /** The way that was taken, and why it was not the one asked for. */
  mode: "hybrid" | "meaning" | "words";
  notice?: string;
  searched: { documents: number; passages: number; embedded: number };
  encoder?: PackageName;
  /** The re-ranker that ordered the first passages again, how many, and in how many nanoseconds. Each keeps its grade; only their order is its. */
  reranker?: { name: PackageName; passages: number; duration: number };
  /** Nanoseconds, in all and of each step. */
  total_duration: number;
  durations: { embed: number; meaning: number; words: number; read: number };
}

/**
 * How often a verdict was wrong when it was measured, on questions that the search was built on too. Of `n` questions without an answer
 * `false_alarms` got a passage of at least this grade, of `answerable` ones `missed` got none. Behind `nothing_relevant` stand the counts of
 * `weak`. By words alone there is no `encoder`.
 */
export interface VerdictEvidence {
  grade: "found" | "weak";
  n: number;
  false_alarms: number;
  answerable: number;
  missed: number;
  dataset: string;
  encoder?: PackageName;
}

export interface FoundPassage {
  document: string;
  title: string;
  /** UTF-16 offsets into the document's text. */
  start: number;
  end: number;
  text: string;
  /**
   * `hybrid`: the similarity on a scale that all encoders share, five eighths the passage's and three eighths its best sentence's, and up to .4
   * for the question's words and .3 where the question stands there word for word. `meaning`: the similarity alone. `words`: BM25 among the most
   * that any passage can have, and the same for a quotation.
   */
  score: number;
  /** `found`, `weak`, or `nothing_relevant` for what only comes next in the ranking. */
  relevance: "found" | "weak" | "nothing_relevant";
  /** The sentence most similar to the question, as offsets into `text`; absent where the passage is one sentence or it was not compared. */
  sentence?: [number, number];
  ranks: {
    /** `share`: how much of what the question's words tell stands here, 0 to 1. */
    words?: { rank: number; score: number; share: number; terms: { term: string; count: number }[] };
    meaning?: { rank: number; similarity: number; sentence_similarity?: number };
    /** Where it holds nearly all that the question's words tell: its rank among those. */
    exact?: { rank: number };
    /** How well it answers, to the re-ranker that ordered the first passages again. */
    reranker?: { score: number };
  };
  /** The words asked for that carry what is asked for, other forms of them too, as offsets into `text`. */
  highlights: [number, number][];
  /** The heading that it stands under; may be empty. */
  context: string;
  place?: DocumentPlace;
  /** Which of the document's passages, from 0, and of how many. */
  index: number;
  of: number;
}

export interface DocumentsStatus {
  state: "idle" | "working" | "paused" | "locked";
  documents: number;
  passages: number;
  embedded: number;
  waiting: number;
  /** What is being done now. */
  now?: DocumentsProgress;
  /** Why the work stopped, such as for lack of space; the next call that adds or resumes tries again. */
  problem?: { name: string; code: string; message: string; expected: string; found: string; where: string; remedy: string };
  /** The encoder whose vectors are searched; absent when none is installed. */
  encoder?: { name: PackageName; digest: Digest; title: string; prompts?: { query: string; passage: string } };
  /** The installed re-ranker that searches use. */
  reranker?: PackageName;
  /** Another encoder made the vectors that are here: they are not searched until `reindex`. Or, where both names are one, an earlier version made them, without titles. */
  reindex_offered?: { from: string; to: PackageName; passages: number };
  protection: "none" | "unlocked" | "locked";
  /** Present when documents were stored unencrypted before they were protected: the browser's files may hold plain copies for a while. */
  had_plain?: true;
  /** Where documents are stored; in memory they are gone when the tab closes. */
  mode: "indexeddb" | "memory";
  /** Present while unlocked when documents were deleted without the passphrase since they were locked. */
  deleted_while_locked?: number;
  /** What is kept in the browser, and what the open index takes in memory. */
  stored_bytes: number;
  memory: { vectors_bytes: number; words_bytes: number };
  threads: number;
  /** Why there are fewer threads than this device allows. */
  threads_problem?: string;
}

/** What every promise rejects with. Facts that are not known are empty strings. */
export interface TabitatError extends Error {
  /** The code as a name, for example `DamagedData`. */
  name: string;
  code:
    | "cancelled" | "damaged_data" | "incompatible" | "internal" | "invalid_input" | "needs_consent" | "out_of_budget" | "refused"
    | "unavailable" | "unsupported";
  message: string;
  expected: string;
  found: string;
  /** File, chunk, field or step. */
  where: string;
  /** What can be done now. */
  remedy: string;
}

export interface Fact {
  label: string;
  /** null when unavailable. */
  value: number | string | boolean | string[] | Record<string, number> | null;
  unit?: string;
  how: "reported" | "tested" | "measured" | "unavailable";
  source: string;
  n?: number;
  low?: number;
  high?: number;
}

/** Schema: `/schema/DeviceProfile.schema.json`, which describes everything but `backends`. */
export interface DeviceProfile {
  profile_version: 1;
  created_at_utc: Utc;
  facts: Record<string, Fact>;
  supported_runtimes: Backend[];
  available_memory_bytes?: number;
  /** SHA-256 of the canonical JSON of all other members but `backends`. */
  digest: Digest;
  backends: {
    id: Backend;
    /** `untried`: it has not been requested yet; `device({measure: true})` does. */
    state: "ready" | "failed" | "absent" | "untried";
    reason: string;
    /** The latest. */
    self_test?: SelfTest;
    /** The latest of each model: a backend never runs a model whose test it failed. */
    self_tests?: (SelfTest & { model: PackageName; passed: boolean })[];
    /** Threads that take part in large runs. */
    threads?: number;
    /** Every way to multiply int8 that was tried here, and which one runs. */
    int8?: { way: string; chosen: boolean; refusal: string; gops?: number }[];
  }[];
}

export type Backend = "reference" | "wasm" | "webgpu";

/** Known answers: the largest difference from the reference's scores, or of embeddings the largest cosine distance. */
export interface SelfTest {
  cases: number;
  /** Absent when the backend gave no numbers. */
  max_error?: number;
  bound: number;
}

/** Only with `registry`: a place that holds nothing that can be installed, or why the list ends early (`name` is empty then). */
export interface CatalogNotice {
  /** `repository:tag`, or the repository alone. */
  name: string;
  state: "unusable" | "incomplete";
  /** One or two sentences. */
  reason: string;
}

/** Where the page may connect to: the Content-Security-Policy as the server sent it, and what its connect-src allows. */
export interface Connections {
  /** Empty when the server sent none. */
  policy: string;
  connect: { source: string; purpose: string }[];
}

export interface CatalogEntry {
  /** The package's own name, from its manifest. */
  name: PackageName;
  /** With `registry`: the repository in which it lies, which may have a namespace before the name (`acme/lande`). */
  repository?: string;
  digest: Digest;
  title: string;
  summary: string;
  kind: "model" | "adapter";
  task: string;
  architecture: string;
  /** `none`, `int8` or `int4`; of an added model what its weights are, such as `F16`. */
  quantization: string;
  bytes: number;
  /** SPDX expression. */
  licence: string;
  /** How many labels and languages it distinguishes. */
  labels?: number;
  languages?: number;
  /** The longest text that it reads. */
  max_tokens?: number;
  /** Of a model that was added from elsewhere: what was recognised. Labels in the order of their ids. */
  import?: {
    kind: ModelInspection["kind"]; architecture: string; task: string; format?: string; tokenizer?: string; context?: number; labels?: string[];
    pooling?: string; dense_layers?: number; normalize?: boolean; prompts?: { query: string; passage: string }; weights: string[];
  };
  /** Coordinates of what it was made from. */
  source: string;
  /** What its author says it reaches. */
  claims: { what: string; dataset?: string; value: number; n?: number; low?: number; high?: number; how: "claimed" }[];
  /** For one text of the greatest length. */
  fit: Fit;
  state: "available" | "downloading" | "paused" | "installed" | "damaged";
  /** Of installed packages. */
  signature?: SignatureState;
  /** What its tag names now, where that is another version. Nothing of it is fetched before `update`. */
  update?: { digest: Digest; bytes: number; missing_bytes: number; changes: { what: string; from: string; to: string }[] };
  /** The version that is kept beside it, for `rollback`. */
  previous?: { digest: Digest; bytes: number; installed_at_utc: string };
  verified_chunks: number;
  total_chunks: number;
}

/** What a model needs in memory, term by term, against what models may use here. */
export interface Fit {
  terms: {
    name: "weights" | "activations" | "vocabulary" | "adapters" | "loaded" | "margin";
    bytes: number;
    how: Known;
    /** What was thought before a run measured it. */
    estimated_bytes?: number;
  }[];
  total_bytes: number;
  available_bytes?: number;
  verdict: "fits" | "tight" | "too_large" | "unknown";
}

export type KeyAlgorithm = "ed25519" | "ecdsa-p256" | "ecdsa-p384" | "ecdsa-p521";

export interface Key {
  /** SHA-256 of the public key's DER, in hexadecimal. */
  id: string;
  name: string;
  algorithm: KeyAlgorithm;
  /** PEM. */
  public_key: string;
  since_utc: Utc;
}

/** What signatures are worth here; see docs/formats/keys.md. */
export interface SignatureState {
  state: "unsigned" | "unknown" | "trusted" | "wrong";
  /** The name that a trusted key has here. */
  by?: string;
  keyid?: string;
  /** Of a trusted one: the whole package, or its files only, so that task, licence and lineage are not signed. */
  covers?: "package" | "files";
  /** Why it is unknown or wrong. */
  reason?: string;
}

export interface Signatures {
  model: PackageName;
  state: SignatureState["state"];
  signatures: (SignatureState & {
    /** `here`, or the origin that it came from. */
    from: string;
    since_utc: Utc;
    /** The signer's key in base64, if it came along. */
    public_key?: string;
    /** The DSSE envelope, as text. */
    envelope: string;
    /** The same signature as a Sigstore bundle, as text: the signature file of `model_signing`. Absent when the envelope cannot be read. */
    bundle?: string;
  })[];
}

export interface Licence {
  /** SPDX expression. */
  expression: string;
  /** Whether its terms are in the table of this version. */
  known: boolean;
  /** What it asks of those who pass the package on, a sentence each. */
  obligations: string[];
  /** Absent when the package carries none. */
  text?: string;
  /** For an adapter whose base is installed; `allowed` is absent when unknown. */
  with_base?: { base: PackageName; allowed?: boolean; expression?: string; reason?: string };
}

export interface StackPlan {
  base: PackageName;
  adapters: { adapter_id: PackageName; weight: number; bytes: number; how: "checked" | "claimed"; products_per_token: number;
    refusals: { code: string; reason: string; expected: string; found: string }[] }[];
  memory: Fit;
  latency: { how: "measured" | "estimated" | "unknown"; p95_ms?: number; base_p95_ms?: number; budget_p95_ms?: number };
  verdict: "fits" | "tight" | "too_large" | "too_slow" | "incompatible" | "unknown";
  /** One sentence. */
  reason: string;
}

export interface InstallOptions extends LongWork<InstallProgress> {
  /** Lets it use a metered connection; without it, more than 1 MiB over such a connection is `refused`. */
  allowMetered?: boolean;
  /**
   * Origin of another OCI registry; the host of the page unless given. Remembered until the package is removed. The name that is given
   * to `install` may have the repository's namespace (`acme/lande:q8`); the package's own name is in the result.
   */
  registry?: string;
}

/** A download in the queue; `waiting` is for the network. */
export interface Download extends Partial<InstallProgress> {
  name: PackageName;
  state: "downloading" | "queued" | "waiting" | "paused";
  /**
   * The options of `addModel` where a model is being added; the same call goes on from what has come. Without `source` where its files are on
   * this device: they are to be given again.
   */
  add?: { source?: ModelSource; name: PackageName; quantization?: "as-is" | "q8" | "q4"; file?: string; base?: PackageName };
}

export interface InstallProgress {
  done: number;
  total: number;
  unit: "bytes";
  /** Bytes a second. */
  rate: number;
  eta_s?: number;
  phase: "queued" | "manifest" | "download" | "verify" | "done";
  verified_chunks: number;
  total_chunks: number;
}

export interface Installation {
  name: PackageName;
  digest: Digest;
  bytes: number;
  verified_chunks: number;
  /** Bytes that were there before. */
  resumed_bytes: number;
}

export interface InstalledPackage {
  name: PackageName;
  digest: Digest;
  bytes: number;
  installed_at_utc: Utc;
  signature: SignatureState;
  /** How long its last answer took in this tab. */
  last_ms?: number;
}

export interface DamagedPiece {
  package: PackageName;
  blob: Digest;
  file: string;
  chunk: number;
  expected: Digest;
  /** A digest, or `missing`. */
  found: string;
}

export interface StoreReport {
  /** Whether everything verifies now. */
  ok: boolean;
  verified_blobs: number;
  verified_chunks: number;
  verified_bytes: number;
  damaged: DamagedPiece[];
  repaired: DamagedPiece[];
  /** What is kept of documents: every record verified against its digest, and nothing of deleted ones. */
  documents: { documents: number; records: number; bytes: number; tombstones: number; traces_of_deleted: number; damaged: { document: string; record: string; expected: string; found: string }[] };
}

export interface ClassifyOptions {
  model?: PackageName;
  /** For example `language-identification`. */
  task?: string;
  /** At most 10 MiB of UTF-8 each. */
  input: string | string[];
  /** How many labels at most: 1 to 1000, 5 unless given. */
  top_k?: number;
  /** The one to try first; which one answered is in the result. */
  backend?: Backend;
  /** Only encoders take adapters so far. */
  adapters?: AttachedAdapter[];
  /**
   * Labels that the model was not trained for: a model of natural language inference says which follows from the text. At most 1000,
   * none of them empty, each once.
   */
  labels?: string[];
  /** What such a model is asked, with `{}` where the label goes: `This text is about {}.` unless given. */
  template?: string;
  /** Any number of the labels may hold: each is scored alone. Without it their scores sum to 1. */
  multi_label?: boolean;
  signal?: AbortSignal;
}

export interface Classification {
  model: PackageName;
  task: string;
  /** One list for each input, the best label first. */
  results: { label: string; score: number }[][];
  /** One for each input: whether its likeliest label counts, by the text, the model's calibration and the policy. */
  judgements: Judgement[];
  notices: string[];
  /** Nanoseconds. */
  total_duration: number;
  backend: Backend;
}

export interface Judgement {
  /**
   * Only an accepted answer counts. Of a text without words of a language (numbers, signs, code, bytes, spaced or decorated letters), or in
   * a script that none of the model's languages is written in, the only label is `und`.
   */
  verdict:
    | "accepted" | "below_threshold" | "too_short" | "no_threshold"
    | "no_letters" | "no_text" | "no_sentences" | "spaced_letters" | "decorated_letters" | "unknown_script" | "too_few_letters";
  /** The same as a sentence with its figures. */
  words: string;
  /** What the text is, where that is the reason. */
  found?: string;
  /** The script that the model does not know. */
  script?: string;
  /** Calibrated, where the model is. */
  confidence?: number;
  threshold?: number;
  least_bytes?: number;
}

export interface Tokens {
  /** One list for each input, special tokens included. */
  ids: number[][];
  /** Empty lists for generators, whose tokens have none. */
  offsets: [start: number, end: number][][];
  /** What was mended in the texts or cut from them. */
  notices: string[];
}

export interface EmbedOptions extends LongWork<EmbedProgress> {
  model: PackageName;
  /** At most 10 MiB of UTF-8 each; what is over the limit of the model's card is cut, and said. An empty text is embedded as `[CLS][SEP]`, and said. */
  input: string | string[];
  /** With `false` a text over that limit is refused in place of being cut. */
  truncate?: boolean;
  /** The one to try first; which one answered is in the result. The fastest right one unless given. */
  backend?: Backend;
  /** At most so many; 1 to 64, as many as help unless given. */
  threads?: number;
  adapters?: AttachedAdapter[];
  /** Put before each text: `query` and `passage` stand for the model's own prompts, where it has them; nothing unless given. */
  prompt?: string;
  /** Only the first so many numbers of each embedding, brought to length 1 again; for models that were trained for it. */
  dimensions?: number;
}

export interface RerankOptions extends LongWork<EmbedProgress> {
  /** The re-ranker that is installed unless given. */
  model?: PackageName;
  query: string;
  /** 1 to 10,000; what is over the limit of the model is cut, and said. */
  documents: (string | { text: string })[];
  /** How many results at most; all of them unless given. */
  top_n?: number;
  /** The one to try first; which one answered is in the result. */
  backend?: Backend;
}

export interface Reranking {
  /** The best first; `index` counts the documents as they were given, from 0; the score is from 0 to 1, or the model's own number. */
  results: { index: number; relevance_score: number }[];
  model: PackageName;
  /** Tokens that were read. */
  prompt_eval_count: number;
  notices: string[];
  /** Nanoseconds, loading included. */
  total_duration: number;
  backend: Backend;
}

export interface ExtractOptions {
  model: PackageName;
  question: string;
  /** Read in overlapping parts where it is longer than the model reads at once. */
  context: string;
  backend?: Backend;
  signal?: AbortSignal;
}

export interface ExtractedAnswer {
  model: PackageName;
  /** Literally `context.slice(start, end)`. */
  answer: string;
  /** UTF-16 offsets into the context. */
  start: number;
  end: number;
  /** The sum of the logits of its two ends; above `no_answer_score` the model prefers this answer to none. */
  score: number;
  no_answer_score: number;
  notices: string[];
  total_duration: number;
  backend: Backend;
}

export interface TagOptions extends LongWork<EmbedProgress> {
  model: PackageName;
  /** At most 10 MiB of UTF-8 each, and 10,000 of them; a text that is longer than the model reads at once is read in parts. */
  input: string | string[];
  /** `simple`, unless given, joins tokens of one kind that follow each other; `none` gives each token that has a label. */
  aggregation?: "none" | "simple";
  backend?: Backend;
}

export interface TaggedSpan {
  /** UTF-16 offsets into the text. */
  start: number;
  end: number;
  label: string;
  /** 0 to 1; of joined tokens the mean. */
  score: number;
  /** `input.slice(start, end)` */
  text: string;
}

export interface EmbedProgress {
  done: number;
  total: number;
  unit: "tokens";
  /** Tokens a second. */
  rate: number;
  eta_s?: number;
  phase: "embed";
}

export interface Embeddings {
  model: PackageName;
  adapters: { name: PackageName; weight: number; digest: Digest }[];
  /** One for each input, in their order; each of length 1. */
  embeddings: number[][];
  /** Tokens that were read. */
  prompt_eval_count: number;
  /** Nanoseconds, loading included. */
  total_duration: number;
  /** Nanoseconds; 0 when the model was ready. */
  load_duration: number;
  backend: Backend;
  notices: string[];
}

export interface GenerateOptions extends LongWork<GenerateProgress> {
  model: PackageName;
  prompt: string;
  /**
   * With `true`, texts of special tokens in the prompt are those tokens; otherwise they are plain text. The prompt is given to the model
   * as it is in both cases, behind the token with which texts begin where the model has one: no chat template is applied.
   */
  raw?: boolean;
  options?: GenerationOptions;
  /** How long the model stays loaded: seconds, or a text such as `"30s"`, `"5m"`, `"2h"`; 0 unloads it at once, below zero it stays. Five minutes unless given. */
  keep_alive?: number | string;
  /** 0 to 96: the logprob of each token, and of so many of the most likely ones. */
  logprobs?: number;
  /** The one to try first; which one answered is in the result. The fastest right one unless given. */
  backend?: "wasm" | "reference";
  /** At most so many; 1 to 64, as many as help unless given. The result is the same with any number. */
  threads?: number;
  /** Is called with each part of the response, at most some thirty times a second; the texts together are `response`. */
  onToken?: (part: { text: string; tokens: number[] }) => void;
}

/** How tokens are chosen and when to stop: names, meanings and defaults are Ollama's. One that is unknown or out of its range is refused. */
export interface GenerationOptions {
  /** 0 to 10, 0.8 unless given; 0 takes the most probable token. */
  temperature?: number;
  /** So many of the most probable tokens are looked at; 40 unless given, 0 for all. */
  top_k?: number;
  /** 0 to 1: the fewest most probable tokens that have this probability together; 0.9 unless given, 1 for all. */
  top_p?: number;
  /** 0 to 1: only tokens at least this probable, in parts of the most probable one; 0 unless given. */
  min_p?: number;
  /** 0 to 1: the tokens whose information is nearest to what is expected, up to this probability together; 1, which is all, unless given. */
  typical_p?: number;
  /** 0.1 to 10: divides the logits of tokens that came before; 1.1 unless given, 1 for none. */
  repeat_penalty?: number;
  /** So many of the last tokens count as having come before; 64 unless given, 0 for none, -1 for the whole context. */
  repeat_last_n?: number;
  /** -2 to 2; 0 unless given. */
  presence_penalty?: number;
  /** -2 to 2; 0 unless given. */
  frequency_penalty?: number;
  /** A whole number, beyond 2^53 - 1 as a string; drawn unless given, and in the transcript. */
  seed?: number | string;
  /** At most 16 texts of 1 to 1000 characters; the response ends before the first of them. */
  stop?: string | string[];
  /** The most tokens that are generated; -1, as many as the context holds, unless given. */
  num_predict?: number;
  /** Tokens of prompt and response together, at most what the model was made for; chosen by what fits unless given: 4096, or fewer. */
  num_ctx?: number;
  /** Accepted for Ollama's clients: the context is never shifted, a response that fills it ends with `context`. */
  num_keep?: number;
}

export interface GenerateProgress {
  done: number;
  total: number;
  unit: "bytes" | "tokens";
  /** Units a second. */
  rate: number;
  phase: "load" | "self_test" | "prompt" | "generate";
  /** In the phase `generate`: what came since the report before. */
  text?: string;
  tokens?: number[];
}

export interface TokenLogprob {
  id: number;
  /** The token as the vocabulary spells it. */
  token: string;
  /** Natural logarithm of its probability, by the model alone: before temperature and penalties. */
  logprob: number;
}

export interface Generated {
  model: PackageName;
  response: string;
  /** The tokens of the response, an end token left out; where a text to stop at was found, those of that text are among them. */
  tokens: number[];
  /** One for each token, where they were asked for. */
  logprobs?: (TokenLogprob & { top: TokenLogprob[] })[];
  /** An end token or a text to stop at, `num_predict`, a full context, or a cancellation. */
  done_reason: "stop" | "length" | "context" | "cancelled";
  /** Tokens of the prompt, those of `prompt_cached_count` included. */
  prompt_eval_count: number;
  /** How many of them were evaluated by an earlier call. */
  prompt_cached_count: number;
  eval_count: number;
  /** Nanoseconds; 0 when the model was loaded. */
  load_duration: number;
  prompt_eval_duration: number;
  eval_duration: number;
  /** Nanoseconds, waiting for other calls included. */
  total_duration: number;
  backend: "wasm" | "reference";
  /** Of the run's transcript, for `export`. */
  transcript: Digest;
  notices: string[];
}

export interface TranscriptReplay {
  identical: boolean;
  first_difference?: { what: string; expected: string; found: string };
  model: PackageName;
  backend: "wasm" | "reference";
}

export interface BenchOptions extends LongWork<EmbedProgress> {
  model: PackageName;
  /** `wasm` unless given. */
  backend?: Backend;
  threads?: number;
  /** In each sequence; at most what the model reads. 128 unless given. */
  tokens?: number;
  /** Sequences in a pass; 1 unless given. */
  batch?: number;
  /** Passes; 10 unless given. */
  runs?: number;
}

export interface Bench {
  /** Milliseconds of each pass, in order. */
  ms: number[];
  /** At the median; of generators those of the prompt. */
  tokens_per_s: number;
  /** Of generators: tokens that follow the prompt, one by one. */
  decode_tokens_per_s?: number;
  backend: Backend;
  self_test: { passed: boolean; cases: number; max_error?: number; bound?: number };
  threads: number;
  /** What the session holds. */
  memory_bytes: number;
  /** How long it took to get ready: reading and verifying, choosing kernels (once for a tab), preparing, known answers, tokenizer. */
  load: { read_ms: number; choose_ms: number; prepare_ms: number; self_test_ms: number; tokenizer_ms: number };
}

export type AdapterKind = "lora" | "sparse_delta" | "low_rank_delta" | "representation_intervention";

export interface AdapterEntry {
  name: PackageName;
  digest: Digest;
  title: string;
  kind: AdapterKind;
  /** 0 for kinds without one. */
  rank: number;
  bytes: number;
  licence: string;
  /** The base's name when the adapter was made. */
  base: PackageName;
  compatible: boolean;
  /** Why it does not attach; empty when it does. */
  reason: string;
  refusals: { code: "other_base" | "other_layout" | "other_tokenizer" | "unknown_base"; reason: string; expected: string; found: string }[];
  installed: boolean;
}

export interface ImportedAdapter {
  name: PackageName;
  digest: Digest;
  kind: AdapterKind;
  rank: number;
  /** Modules that it changes, or layers after which it adds something. */
  targets: string[];
  parameters: number;
  bytes: number;
  notices: string[];
}

/** Applied in order on the activation path; the base stays as it is. */
export interface AttachedAdapter {
  name: string;
  /** 1 unless given; 0 leaves it out. */
  weight?: number;
}

export interface ChooseOptions {
  task: string;
  data_class?: "general" | "client" | "patient" | "student" | "voice" | "biometric" | "code" | "trade_secret";
  /** Whether the task may leave the tab once a person has approved it; `never` unless given. */
  escalation?: "never" | "with_approval";
  /** What the task may use; 256 MB unless given. */
  memory_bytes?: number;
  /** How long an answer may take; 200 ms unless given. */
  latency_ms?: number;
  /** How far the likeliest label has to lie before the second; 0 unless given. */
  minimum_margin?: number;
}

export interface Choice {
  task: string;
  outcome: "local" | "no_op" | "cloud_escalation";
  selected?: PackageName;
  candidates: {
    name: PackageName;
    digest: Digest;
    runtime: Backend;
    score: number;
    terms: { utility: number; privacy: number; latency_fit: number; memory_cost: number };
    known: { utility: string; privacy: string; latency_fit: string; memory_cost: string };
  }[];
  exclusions: {
    name: PackageName;
    code:
      | "CONTRACT_MISMATCH" | "NOT_INSTALLED" | "DAMAGED" | "QUARANTINED" | "MEMORY_EXCEEDED" | "RUNTIME_UNSUPPORTED"
      | "NO_LANGUAGE" | "UNKNOWN_SCRIPT" | "TOO_FEW_LETTERS";
    reason: string;
  }[];
  reason: string;
  /** Present when the outcome is an escalation; it sends nothing. */
  plan?: {
    task: string;
    data_class: string;
    reason: string;
    redaction_required: true;
    approval_required: true;
    steps: string[];
  };
  decision: {
    outcome: "local" | "no_op" | "cloud_escalation";
    selected_runtime?: Backend;
    selected_model_or_stack?: PackageName;
    local_reason: string;
    redaction_required: boolean;
    evidence_required: boolean;
    fallback_target: string;
    route_created_at_utc: Utc;
  };
}

export interface Lineage {
  nodes: {
    id: string;
    kind: "source" | "examples" | "model" | "runs";
    name: string;
    digest?: Digest;
    artifact_digest?: Digest;
    parent_ids: string[];
    /** Of what was bred. */
    base_model?: string;
    adapters?: string[];
    merge_recipe?: string;
    quantization?: string;
    routing_policy?: string;
    mutation_budget?: string;
    evaluation_packet_uri?: string;
    resource_profile_uri?: string;
    lifecycle_state: string;
    /** What answers again when this one is taken back. */
    rollback_target?: string;
    created_at_utc: Utc;
    facts: { label: string; value: string; how: Known }[];
  }[];
  edges: { from: string; to: string; operator: string }[];
  head: Digest;
  length: number;
  chain_ok: boolean;
}

export interface ImportReport {
  kind: "lineage";
  ok: boolean;
  records: number;
  chain_ok: boolean;
  head: Digest;
  checked: string[];
  measured: string[];
  claimed: string[];
  notices: string[];
  problems: string[];
}

export interface ArchiveProgress {
  done: number;
  total: number;
  unit: "bytes";
  /** Bytes a second. */
  rate: number;
  eta_s?: number;
  phase: "export" | "import";
}

export interface ArchiveReport {
  kind: "archive";
  /** Whether nothing was refused. */
  ok: boolean;
  /** What is in the tab now. */
  installed: PackageName[];
  checked: string[];
  measured: string[];
  claimed: string[];
  notices: string[];
  refused: { name: string; reason: string }[];
}

/** What became of a signature file. */
export interface SignatureReport extends Omit<ArchiveReport, "kind"> {
  kind: "signature";
  model: PackageName;
  signature: SignatureState;
}

export interface Ledger {
  /** Bytes of request bodies that left the tab. */
  sent_bytes: number;
  received_bytes: number;
  requests: number;
  entries: { origin: string; purpose: string; requests: number; sent_bytes: number; received_bytes: number }[];
  since_utc: Utc;
}

export interface Storage {
  /** `memory` when the browser refuses storage: everything works, and is gone with the tab. */
  mode: "indexeddb" | "memory";
  /** Why it is kept in memory only. */
  reason?: string;
  /**
   * Kept in memory, though the browser's database can be opened by now: it is used when the page is loaded again. Where memory holds nothing
   * but what the app itself put there, the database is used at once and `mode` says so.
   */
  available?: boolean;
  usage_bytes?: number;
  quota_bytes?: number;
  persisted: boolean;
  packages: { name: PackageName; bytes: number; shared_bytes: number; frees_bytes: number }[];
  /** Documents are still to be read or embedded, and nobody paused that. */
  documents_unfinished: boolean;
  /** Present when everything that was stored has been deleted from outside since this tab was opened. */
  emptied?: true;
}

/** A file, a text of rows (CSV, TSV, JSON Lines), a list, or the name or digest of examples that are here. */
export type Examples = Blob | ArrayBuffer | string | { text: string; label: string }[];

export type Outcome = "champion" | "specialist" | "challenger" | "no_op";

export interface LabProgress {
  done: number;
  total: number;
  unit: string;
  phase: string;
  /** What is being bred. */
  what?: string;
}

export interface Lesson {
  task: string;
  examples: Examples;
  text_column?: string;
  label_column?: string;
  /** 0 to 2^63 - 1, as a decimal string from 2^53 on; 7 where it is missing. Results and records have it as a string. */
  seed?: number | string;
}

export interface ExamplesLook {
  examples: { n: number; labels: { label: string; n: number }[]; digest: Digest; notices: string[] };
  sheet?: { format: "csv" | "jsonl"; encoding: string; separator: string; columns: string[]; rows: number; text_column: string; label_column: string; preview: string[][] };
  /** `left_out`: near-duplicates of held-back examples; `untested`: labels without a held-back example. */
  split?: { rule: string; train: number; select: number; test: number; left_out: number; untested: string[]; words: string };
  too_few?: { message: string; expected: string; found: string; remedy: string };
}

export interface Estimated {
  value: number;
  low: number;
  high: number;
}

export interface Scorecard {
  genome_id: string;
  evaluation_scope: string;
  dataset_digest: Digest;
  evaluator_digest: Digest;
  device_profile_digest: string;
  backend: string;
  n: number;
  accuracy: { n: number; correct: number; value: number; low: number; high: number };
  macro_f1: Estimated;
  /** Rows are the truth. */
  confusion: { labels: string[]; counts: number[][] };
  calibration: { ece: Estimated; bins: object[] };
  abstention: { coverage: number; threshold: number; accuracy: object }[];
  slices: { label: string; recall: object }[];
  latency: { p50_ms: number; p95_ms: number; load_ms: number; n: number; how: "measured" };
  memory: { bytes: number; how: "measured" };
  privacy: { sent_bytes: number; how: "measured" };
  energy: { joules: number; how: "estimated"; rule: string };
  human_benefit?: object;
  /** In the vocabulary's field names; what was not evaluated is absent. */
  fitness: { genome_id: string; evaluation_scope: string; [dimension: string]: number | string };
}

export interface Decision {
  /** `champion` and `specialist` rest on exact tests; of equal models at most .05 are promoted. */
  outcome: Exclude<Outcome, "challenger">;
  label?: string;
  reason: string;
  /** Whether it gives other probabilities often enough to be watched beside the model before; no claim of a gain. */
  differs: boolean;
  paired: { n: number; gain: number; low: number; high: number; only_first: number; only_second: number; p: number; method: string };
}

export interface Taught {
  /** The specialist's name; `classify({model})` runs it. */
  adapter: PackageName;
  digest: Digest;
  fitness: Scorecard["fitness"];
  scorecard: Scorecard;
  decision: Decision;
  examples: Digest;
  duration_ms: number;
}

export interface LabCandidate {
  id: string;
  name: PackageName;
  digest: Digest;
  what: string;
  operator: string;
  generation: number;
  parents: string[];
  duration_ms: number;
  bytes: number;
  scorecard: Scorecard;
}

export interface LabRun {
  state: "empty" | "running" | "paused" | "failed" | "done" | "decided";
  candidates?: LabCandidate[];
  front?: Digest[];
  best?: string;
  test?: Scorecard;
  decision?: Decision;
  outcomes?: { id: string; outcome: Outcome; reason: string }[];
  [more: string]: unknown;
}

export interface Bred {
  population: LabCandidate[];
  front: Digest[];
  decision: Decision;
  state: LabRun;
}

export type DataClass = "general" | "client" | "patient" | "student" | "voice" | "biometric" | "code" | "trade_secret";

export interface RouteOptions {
  task: string;
  input: string;
  policy?: RouterPolicy;
  data_class?: DataClass;
  /** `with_approval` unless given. */
  escalation?: "never" | "with_approval";
  minimum_margin?: number;
  latency_ms?: number;
  memory_bytes?: number;
  /** The endpoint of a plan, by its id. */
  target?: string;
  /** What a plan asks to choose from. */
  labels?: string[];
}

export interface AnswerProgress {
  done: number;
  total: number;
  unit: "characters";
  phase: "answer";
  /** All of the answer so far, filled back in. */
  text: string;
}

export interface RouteDecision {
  outcome: "local" | "cloud_escalation" | "no_op";
  path: "specialist" | "adapter_stack" | "cascade" | "no_op" | "escalation_plan";
  selected_runtime?: string;
  selected_model_or_stack?: string;
  local_reason: string;
  redaction_required: boolean;
  evidence_required: boolean;
  fallback_target: string;
  route_created_at_utc: Utc;
  policy_digest: Digest;
  /** Its place in the log. */
  index: number;
  ms: number;
  tried: { name: string; confidence: number; margin: number; ms: number; verdict: string; words: string }[];
  would_change: string[];
  candidates: object[];
  exclusions: { name: string; code: string; reason: string }[];
  /** Of a cascade: what it is expected to save and lose, an estimate. */
  expected?: object;
  answer?: { model: PackageName; label: string; confidence: number; results: { label: string; score: number }[] };
  plan?: EscalationPlan;
  /** What came back, where the person had said always. */
  escalation?: Escalated;
  [more: string]: unknown;
}

export interface EscalationPlan {
  id: string;
  destination: Endpoint;
  purpose: string;
  data_class: DataClass;
  /** What would leave, to the byte. */
  body: string;
  bytes: number;
  digest: Digest;
  redactions: { placeholder: string; kind: string }[];
  cost: { how: "unknown" } | { how: "estimated"; value: number; currency: string; rule: string };
  consent: "none" | "always" | "never";
  /** In place of all others, when there is no endpoint. */
  problem?: string;
  remedy?: string;
  [more: string]: unknown;
}

export interface Escalated {
  plan: string;
  outcome: "answered" | "refused";
  /** Who answered. */
  destination?: Endpoint;
  text?: string;
  /** With what was taken out put back in. */
  filled?: string;
  /** Why the text ends: the model was done, the server's limit of tokens was reached, or its filter stopped it. */
  finish_reason?: "stop" | "length" | "content_filter";
  /** What a reader of the text has to know, such as that it is cut short or a refusal. */
  notice?: string;
  /** The one label that the answer names; absent where it names none, several, denies one, or is cut short. */
  label?: string;
  sent_bytes: number;
  received_bytes: number;
  ms?: number;
  /** Of the answer, where the server counted them. */
  tokens?: number;
}

export interface Endpoint {
  id: string;
  name: string;
  dialect: "ollama" | "openai";
  url: string;
  model: string;
  reach: "device" | "network";
  /** As it was entered; absent where it costs nothing or is not known. */
  cost_per_million_tokens?: number;
  currency?: string;
}

export interface Target extends Endpoint {
  has_key: boolean;
  locked: boolean;
}

export interface Member {
  name: string;
  target: string;
  task: string;
  labels: string[];
  digest: Digest;
  utility?: { value: number; n: number; how: "claimed" | "measured" };
  latency_ms?: { value: number; n: number; how: "claimed" | "measured" };
  [more: string]: unknown;
}

export interface Consent {
  id: string;
  choice: "always" | "never";
  task: string;
  data_class: DataClass;
  endpoint: string;
  model: string;
  since_utc: Utc;
}

export interface RouteMetrics {
  decisions: number;
  local: number;
  no_op: number;
  escalated: number;
  avoided_round_trips: number;
  private_bytes_kept_local: number;
  median_local_latency?: { ms: number; n: number };
  approved: number;
  sent_bytes: number;
  received_bytes: number;
  how: "measured";
}

/** docs/formats/router-policy.md; schema: /schema/RouterPolicy.schema.json. */
export interface RouterPolicy {
  policy_version: 1;
  name: string;
  local_only: { data_classes: DataClass[]; reach: "tab" | "device" };
  weights: { utility: number; privacy: number; latency_fit: number; memory_cost: number };
  order: string[];
  exclude: { name: string; reason: string }[];
  cascade: boolean;
  uncalibrated: "abstain" | "answer";
  fallback: "cloud_escalation" | "no_op";
  device: { battery_low: { below: number; most_memory_bytes: number }; memory_pressure: { below_bytes: number; share: number }; data_saver: { network: boolean } };
  thresholds: AnswerThreshold[];
}

export interface AnswerThreshold {
  model: Digest;
  task: string;
  dataset: Digest;
  part: string;
  map: { kind: "temperature"; temperature: number } | { kind: "isotonic"; from: number[]; to: number[] };
  /** Absent: the model abstains. */
  threshold?: number;
  goal: number;
  doubt: number;
  least_bytes: number;
  n_fit: number;
  n: number;
  accepted: number;
  wrong: number;
  right: number;
  error_upper: number;
  ece_raw: number;
  ece: { value: number; low: number; high: number };
}

export interface RouteComparison {
  rows: { way: "always-small" | "always-large" | "cascade"; n: number; accuracy: object; abstained: object; correct: object; median_ms: number; bytes_out: number }[];
  groups: object[];
  fallback_quality_gain?: { value: number; low: number; high: number; n: number; how: "measured" };
  small: PackageName;
  large: PackageName;
  dataset: Digest;
  part: string;
  policy_digest: Digest;
  how: "measured";
}

declare global {
  var tabitat: Tabitat;
}
