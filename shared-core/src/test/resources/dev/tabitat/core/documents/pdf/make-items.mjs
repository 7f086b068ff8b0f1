// Writes what the reader of PDFs (web-client/src/main/web/js/documents-pdf.js) hands over of each PDF, as JSON beside this script:
// {title, pages: [{width, height, items, hidden, comments}]}. Run: node make-items.mjs PDFJS-DIST-FOLDER FILE.pdf...
// PDFJS-DIST-FOLDER is the unpacked pdfjs-dist of the version in the project's pom.xml.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const reader = join(here, "../../../../../../../../../web-client/src/main/web/js/documents-pdf.js");
const [folder, ...files] = process.argv.slice(2);

/** The tables of characters as the build packs them. */
function packedMaps() {
  const list = {};
  const tables = [];
  let length = 0;
  for (const name of readdirSync(join(folder, "cmaps")).filter(name => name.endsWith(".bcmap")).sort()) {
    const bytes = readFileSync(join(folder, "cmaps", name));
    list[name.slice(0, -".bcmap".length)] = [length, bytes.length];
    tables.push(bytes);
    length += bytes.length;
  }
  const names = Buffer.from(JSON.stringify(list));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(names.length);
  return Uint8Array.from(Buffer.concat([head, names, ...tables]));
}

// What pdf.js asks of a browser when it is loaded; only drawing would use it.
for (const name of ["DOMMatrix", "ImageData", "Path2D"]) globalThis[name] ??= class {};
globalThis.fetch = async () => ({ arrayBuffer: async () => packedMaps().buffer });
globalThis.onmessage = null;
let answered;
globalThis.postMessage = message => answered(message);

const build = name => pathToFileURL(resolve(folder, "legacy/build", name)).href;
const source = readFileSync(reader, "utf8").replace("/@js/documents-pdfjs.js@", build("pdf.min.mjs")).replace("/@js/documents-pdfjs-worker.js@", build("pdf.worker.min.mjs"));
const made = mkdtempSync(join(tmpdir(), "pdf-items-"));
try {
  writeFileSync(join(made, "reader.mjs"), source);
  await import(pathToFileURL(join(made, "reader.mjs")).href);
} finally {
  rmSync(made, { recursive: true });
}

async function ask(question) {
  const answer = await new Promise(done => {
    answered = done;
    globalThis.onmessage({ data: question });
  });
  if (answer.error) throw new Error(JSON.stringify(answer.error));
  return answer;
}

const rounded = value => typeof value === "number" ? Math.round(value * 100) / 100 : value;

for (const file of files) {
  const { pages: count, title } = await ask({ id: 1, ask: "open", file: new Blob([readFileSync(file)]) });
  const pages = [];
  for (let number = 1; number <= count; number++) {
    const { width, height, items, hidden, comments } = await ask({ id: 1, ask: "page", number });
    pages.push({ width, height, items: JSON.parse(items).map(item => item.map(rounded)), hidden, comments });
  }
  const lines = pages.map(page => JSON.stringify({ ...page, items: undefined }).slice(0, -1) + ",\"items\":[\n" + page.items.map(item => JSON.stringify(item)).join(",\n") + "]}");
  writeFileSync(join(here, basename(file, ".pdf") + ".json"), "{\"title\":" + JSON.stringify(title) + ",\"pages\":[" + lines.join(",\n") + "]}\n");
}
