// Asks the original lande: reads a JSON array of texts, writes what it says of each, in order.
// Arguments: the directory of node_modules, the file of texts, the file to write.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, texts, answers] = process.argv.slice(2);
const { default: lande } = await import(pathToFileURL(modules + "/lande/standalone/t50.js").href);
writeFileSync(answers, JSON.stringify(JSON.parse(readFileSync(texts, "utf8")).map(text => Object.fromEntries(lande(text)))));
