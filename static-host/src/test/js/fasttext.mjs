// Asks the original fastText: reads a JSON array of texts, writes the probability of each label that it names, in order.
// Arguments: the directory of node_modules, the file of texts, the file to write.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, texts, answers] = process.argv.slice(2);
const { getLIDModel } = await import(pathToFileURL(modules + "/fasttext.wasm.js/dist/main/node.mjs").href);
const identification = await getLIDModel();
await identification.load();
writeFileSync(answers, JSON.stringify(JSON.parse(readFileSync(texts, "utf8")).map(text => {
  const said = identification.model.predict(text, 176, 0);
  const scores = {};
  for (let i = 0; i < said.size(); i++) {
    const [probability, label] = said.get(i);
    scores[label.slice("__label__".length)] = probability;
  }
  said.delete();
  return scores;
})));
