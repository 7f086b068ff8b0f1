// Reads one PDF with pdf.js, in a worker that is ended when a file asks too much of it. Questions and answers:
// {id, ask: "open", file} -> {id, pages, title};  {id, ask: "page", number} -> {id, width, height, items};  or {id, error: {name, message}}.
// Items are the JSON text of [[text, x, y, width, height, endsLine]], in points from the page's lower left corner.
import { getDocument, VerbosityLevel } from "../@js/documents-pdfjs.js@";
import "../@js/documents-pdfjs-worker.js@";

const MOST_CHARACTERS = 1000000;
let pdf;
let maps;

/** Tables of characters for Chinese, Japanese and Korean, all in one file: its length of names, names with lengths, then the tables. */
class PackedMaps {
  async fetch({ name }) {
    maps ??= (async () => {
      const bytes = new Uint8Array(await (await fetch("../@documents-cmaps.bin@")).arrayBuffer());
      const head = new DataView(bytes.buffer).getUint32(0);
      return { bytes, places: JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + head))), from: 4 + head };
    })();
    const { bytes, places, from } = await maps;
    const place = places[name];
    if (!place) throw new Error("there is no table of characters " + name);
    return { cMapData: bytes.slice(from + place[0], from + place[0] + place[1]), isCompressed: true };
  }
}

const tooMuch = message => Object.assign(new Error(message), { name: "TooMuch" });

async function open({ file }) {
  const data = new Uint8Array(file instanceof Blob ? await file.arrayBuffer() : file);
  pdf = await getDocument({
    data, verbosity: VerbosityLevel.ERRORS, CMapReaderFactory: PackedMaps, cMapUrl: "packed/", cMapPacked: true, useWorkerFetch: false, useWasm: false,
    isOffscreenCanvasSupported: false, isImageDecoderSupported: false, disableFontFace: true, useSystemFonts: false, enableXfa: false, stopAtErrors: false,
  }).promise;
  const metadata = await pdf.getMetadata().catch(() => ({}));
  const title = metadata.info && typeof metadata.info.Title === "string" ? metadata.info.Title : "";
  return { pages: pdf.numPages, title };
}

async function page({ number }) {
  const shown = await pdf.getPage(number);
  const { width, height, ...view } = shown.getViewport({ scale: 1 });
  const turn = view.transform;
  const items = [];
  let characters = 0;
  const reader = shown.streamTextContent({ includeMarkedContent: false }).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    for (const item of part.value.items) {
      characters += item.str.length;
      if (characters > MOST_CHARACTERS) throw tooMuch("over " + MOST_CHARACTERS + " characters on one page");
      const [, , , , x, y] = item.transform;
      const size = item.height || Math.hypot(item.transform[2], item.transform[3]);
      items.push([item.str, turn[0] * x + turn[2] * y + turn[4], height - (turn[1] * x + turn[3] * y + turn[5]), item.width, size, item.hasEOL]);
    }
  }
  shown.cleanup();
  return { width, height, items: JSON.stringify(items) };
}

onmessage = async ({ data }) => {
  try {
    postMessage({ id: data.id, ...await (data.ask === "open" ? open(data) : page(data)) });
  } catch (error) {
    postMessage({ id: data.id, error: { name: error.name || "Error", message: String(error.message || error) } });
  }
};
