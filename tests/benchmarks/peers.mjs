// node peers.mjs PACKAGE FOLDER ROOT: a line for each document, with the milliseconds of processor time that it took.
// Each peer does what its documentation shows: reads the template, fills it, writes the file.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [name, folder, root] = process.argv.slice(2);
const load = createRequire(path.join(path.resolve(root), "from.js"));
const values = JSON.parse(fs.readFileSync(path.join(folder, "values.json"), "utf8"));
const read = () => fs.readFileSync(path.join(folder, "braces.docx"));

const fill = {
  docxtemplater(each) {
    const Docxtemplater = load("docxtemplater");
    const PizZip = load("pizzip");
    const document = new Docxtemplater(new PizZip(read()), { paragraphLoop: true, linebreaks: true });
    document.render(each);
    return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
  },
  "easy-template-x"(each) {
    const { TemplateHandler } = load("easy-template-x");
    return new TemplateHandler().process(read(), each);
  },
}[name];

const rounds = Math.ceil(60 / values.length);
for (let round = -1; round < rounds; round++) {
  for (const each of values) {
    const before = process.cpuUsage();
    fs.writeFileSync(path.join(folder, "made"), await fill(each));
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) console.log((user + system) / 1000);
  }
}
