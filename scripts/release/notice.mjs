// NOTICE of a package: whose code is bundled in it, and on which terms.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const head = `Addendum
Copyright the authors of Addendum

Licensed under the Apache License, Version 2.0; see LICENSE.
`;

/** Terms under which code may be part of an Apache-2.0 package. Another one is a decision that a person takes. */
const permitted = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
]);

/**
 * The text of NOTICE. Throws where a bundled package has no licence that permits it.
 * @param {Iterable<string>} inputs the files that were bundled, absolute
 */
export function noticeOf(inputs) {
  const directories = new Set([...inputs].map(packageDirectory).filter(Boolean));
  // One version may lie in several places.
  const byName = new Map([...directories].map(describe).map((one) => [`${one.name} ${one.version}`, one]));
  const bundled = [...byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, one]) => one);
  if (bundled.length === 0) return head;
  const list = bundled.map(({ name, version, license }) => `- ${name} ${version} (${license})`).join("\n");
  const texts = bundled.map(({ name, version, text }) => `## ${name} ${version}\n\n${text}\n`).join("\n");
  return `${head}\nThis package contains code of:\n\n${list}\n\n${texts}`;
}

/** The innermost package that a file of node_modules belongs to; undefined for one of this project. */
function packageDirectory(path) {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(path)?.[0];
}

function describe(directory) {
  const { name, version, license, author } = JSON.parse(
    readFileSync(join(directory, "package.json"), "utf8"),
  );
  if (!permitted.has(license)) {
    throw new Error(`${name} ${version} is bundled, and its licence is ${license ?? "not stated"}`);
  }
  const files = readdirSync(directory).filter((file) => /^(?:licen[cs]e|copying|notice)\b/i.test(file));
  const texts = files.map((file) => readFileSync(join(directory, file), "utf8").trim());
  const holder = typeof author === "string" ? author : author?.name;
  const text = texts.join("\n\n") || `${license}${holder === undefined ? "" : `, copyright ${holder}`}`;
  return { name, version, license, text };
}
