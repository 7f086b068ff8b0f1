// Cleans texts as the original lande does before it counts n-grams: reads a JSON array of texts, writes the cleaned ones, in order.
// Arguments: the directory of node_modules, the file of texts, the file to write.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, texts, answers] = process.argv.slice(2);
const { getNormalized } = await import(pathToFileURL(modules + "/lande/standalone/utils.js").href);
writeFileSync(answers, JSON.stringify(JSON.parse(readFileSync(texts, "utf8")).map(getNormalized)));
