// Runs json-rules-engine over the fact sheets once for every line it is sent, and tells how long that took.
const fs = require("node:fs");
const readline = require("node:readline");

const [modulePath, dataPath] = process.argv.slice(2);
const { Engine } = require(modulePath);
const { rules, sheets } = JSON.parse(fs.readFileSync(dataPath, "utf8"));
const engine = new Engine(rules);

async function once() {
  const answers = [];
  const start = process.hrtime.bigint();
  for (const sheet of sheets) {
    const { events } = await engine.run(sheet);
    answers.push(events.map((event) => event.type));
  }
  return { seconds: Number(process.hrtime.bigint() - start) / 1e9, answers };
}

(async () => {
  for await (const _ of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(JSON.stringify(await once()) + "\n");
  }
})();
