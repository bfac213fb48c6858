// Asks npm json-schema-diff about pairs of schemas, one JSON line in, one out: whether something was removed. It is a
// process of its own, since it can run for minutes: whoever asks ends it.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const { diffSchemas } = createRequire(import.meta.url)("json-schema-diff");
for await (const line of createInterface({ input: process.stdin })) {
  const { old, new: newer } = JSON.parse(line);
  let answer;
  try {
    const { removalsFound } = await diffSchemas({ sourceSchema: old, destinationSchema: newer });
    answer = { verdict: removalsFound ? "incompatible" : "compatible" };
  } catch (error) {
    answer = { verdict: "silent", reason: error.message.split("\n")[0].slice(0, 120) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
