// Reads one PDF with pdf.js, in a worker that is ended when a file asks too much of it. Questions and answers:
// {id, ask: "open", file} -> {id, pages, title};  {id, ask: "page", number} -> {id, width, height, items, hidden, comments};
// or {id, error: {name, message}}.
// Items are the JSON text of [[text, x, y, width, height, endsLine, font, name]], in points from the page's lower left corner: the same
// font has the same number on all pages; what a person filled in or wrote on the page has the number -1, and the name of its field.
// Hidden counts the pieces that were left out because their layer is switched off, comments the notes that the page shows only as a sign.
import { getDocument, AnnotationMode, AnnotationType, OPS, VerbosityLevel } from "../@js/documents-pdfjs.js@";
import "../@js/documents-pdfjs-worker.js@";

const MAX_CHARACTERS = 1000000;
const ADDED = -1;
const FIELD_SIZE = 12;
const LEADING = 1.2;
/** From a line's middle to its baseline, in sizes. */
const TO_BASELINE = 0.35;
/** Within so many characters of the last piece found the next one is looked for. */
const NEAR = 5000;
const WHITE = /\s+/gu;
/** Shapes of Arabic letters that fonts have for the start, middle and end of a word: nobody types them. */
const ARABIC_SHAPES = /[\uFB50-\uFD3D\uFD50-\uFDFF\uFE70-\uFEFC]+/gu;
let pdf;
let maps;
let layers;
let fonts;

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
    maxImageSize: 1,
  }).promise;
  const metadata = await pdf.getMetadata().catch(() => ({}));
  const title = metadata.info && typeof metadata.info.Title === "string" ? metadata.info.Title : "";
  layers = await pdf.getOptionalContentConfig().catch(() => null);
  fonts = new Map();
  return { pages: pdf.numPages, title };
}

/** Isolated marks have a space of their own in their compatibility form, which would part the word. */
const withoutShapes = text => text.replace(ARABIC_SHAPES, shapes => Array.from(shapes, shape => {
  const plain = shape.normalize("NFKC");
  return plain.length > 1 && plain[0] === " " ? plain.slice(1) : plain;
}).join(""));

const bare = text => text.normalize("NFKC").replace(WHITE, "");

const someLayerIsOff = () => layers !== null && Array.from(layers).some(([, group]) => !group.visible);

/** Every letter that the page draws, in order, and beside each whether a layer that is switched off hides it. */
async function drawnLetters(shown) {
  const { fnArray, argsArray } = await shown.getOperatorList({ annotationMode: AnnotationMode.DISABLE });
  const shownNow = [];
  const hides = [];
  let letters = "";
  for (let i = 0; i < fnArray.length; i++) {
    const [first, second] = argsArray[i] ?? [];
    if (fnArray[i] === OPS.beginMarkedContentProps) shownNow.push(first !== "OC" || layers.isVisible(second));
    else if (fnArray[i] === OPS.beginMarkedContent) shownNow.push(true);
    else if (fnArray[i] === OPS.endMarkedContent) shownNow.pop();
    else if (fnArray[i] === OPS.showText || fnArray[i] === OPS.showSpacedText) {
      for (const glyph of first) letters += typeof glyph === "object" && glyph !== null ? bare(glyph.unicode ?? "") : "";
      while (hides.length < letters.length) hides.push(shownNow.includes(false));
    }
  }
  return { letters, hides };
}

/** Leaves out the pieces that are drawn on a layer that is switched off; what cannot be told apart stays. */
async function withoutHiddenLayers(shown, pieces) {
  if (!someLayerIsOff()) return pieces;
  const { letters, hides } = await drawnLetters(shown);
  if (!hides.includes(true)) return pieces;
  let at = 0;
  return pieces.filter(piece => {
    const key = bare(piece.str);
    if (key === "") return true;
    const near = letters.slice(at, at + NEAR + key.length);
    const found = [key, Array.from(key).reverse().join("")].map(text => near.indexOf(text)).filter(index => index >= 0);
    if (found.length === 0) return true;
    const start = at + Math.min(...found);
    at = start + key.length;
    return !hides.slice(start, at).every(Boolean);
  });
}

/** What a field shows, one line each; nothing for passwords and for buttons that do something. */
function fieldLines(field) {
  if (field.pushButton || field.password || field.hidden) return [];
  if (field.checkBox || field.radioButton) {
    const on = field.checkBox ? field.exportValue : field.buttonValue;
    const isOn = field.fieldValue === on && on !== null && on !== undefined && on !== "Off";
    return [isOn ? "\u2611" : "\u2610"];
  }
  const values = (Array.isArray(field.fieldValue) ? field.fieldValue : [field.fieldValue]).filter(value => typeof value === "string");
  const shown = values.map(value => (field.options ?? []).find(option => option.exportValue === value)?.displayValue ?? value);
  return shown.flatMap(value => value.split(/\r\n?|\n/u));
}

/** What stands on the page without being of its content: values of fields, and text that a person put on top. */
async function added(shown) {
  const lines = [];
  let comments = 0;
  for (const one of await shown.getAnnotations({ intent: "display" }).catch(() => [])) {
    if (one.oc && layers !== null && !layers.isVisible(one.oc)) continue;
    const isField = one.annotationType === AnnotationType.WIDGET;
    const isText = one.annotationType === AnnotationType.FREETEXT;
    const written = one.contentsObj?.str ?? "";
    const drawn = one.textContent?.length > 0 ? one.textContent : written.split(/\r\n?|\n/u);
    const texts = isField ? fieldLines(one) : isText ? drawn : [];
    const isComment = !isField && !isText && one.annotationType !== AnnotationType.LINK && one.annotationType !== AnnotationType.POPUP;
    comments += isComment && written.trim() !== "" ? 1 : 0;
    const [left, bottom, right, top] = one.rect;
    const size = Math.min(one.defaultAppearanceData?.fontSize || FIELD_SIZE, Math.max(1, top - bottom));
    const first = texts.length > 1 ? top - size : (top + bottom) / 2 - TO_BASELINE * size;
    texts.forEach((text, at) => lines.push({ text, x: left, y: first - at * LEADING * size, width: right - left, size, name: isField ? one.alternativeText || one.fieldName || "" : "" }));
  }
  return { lines: lines.filter(line => line.text.trim() !== ""), comments };
}

async function page({ number }) {
  const shown = await pdf.getPage(number);
  const { width, height, ...view } = shown.getViewport({ scale: 1 });
  const turn = view.transform;
  const place = (x, y) => [turn[0] * x + turn[2] * y + turn[4], height - (turn[1] * x + turn[3] * y + turn[5])];
  let pieces = [];
  let characters = 0;
  const count = text => {
    characters += text.length;
    if (characters > MAX_CHARACTERS) throw tooMuch("over " + MAX_CHARACTERS + " characters on one page");
  };
  const reader = shown.streamTextContent({ includeMarkedContent: false }).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    for (const item of part.value.items) {
      count(item.str);
      pieces.push(item);
    }
  }
  const all = pieces.length;
  pieces = await withoutHiddenLayers(shown, pieces);
  const items = pieces.map(item => {
    if (!fonts.has(item.fontName)) fonts.set(item.fontName, fonts.size);
    const size = item.height || Math.hypot(item.transform[2], item.transform[3]);
    return [withoutShapes(item.str), ...place(item.transform[4], item.transform[5]), item.width, size, item.hasEOL, fonts.get(item.fontName), ""];
  });
  const { lines, comments } = await added(shown);
  for (const line of lines) {
    count(line.text);
    items.push([line.text, ...place(line.x, line.y), line.width, line.size, true, ADDED, line.name]);
  }
  shown.cleanup();
  return { width, height, items: JSON.stringify(items), hidden: all - pieces.length, comments };
}

onmessage = async ({ data }) => {
  try {
    postMessage({ id: data.id, ...await (data.ask === "open" ? open(data) : page(data)) });
  } catch (error) {
    postMessage({ id: data.id, error: { name: error.name || "Error", message: String(error.message || error) } });
  }
};
