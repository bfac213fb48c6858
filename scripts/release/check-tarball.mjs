import { readFileSync } from "node:fs";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

/**
 * What is wrong with a package as it would be published: one line for each fault, none where it is sound.
 * @param {import("./pack.mjs").Packed} packed
 * @returns {Promise<string[]>}
 */
export async function checkTarball(packed) {
  const data = readFileSync(packed.tarball);
  const { messages, pkg } = await publint({
    pack: { tarball: data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) },
    strict: true,
  });
  return [
    ...ownFaults(packed),
    ...messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`),
    ...(await typeFaults(packed.manifest, data)),
  ];
}

/** What the tools do not ask for. */
function ownFaults({ manifest, files }) {
  const faults = [];
  for (const name of ["README.md", "LICENSE", "NOTICE"]) {
    if (!files.includes(name)) faults.push(`${name} is missing`);
  }
  for (const key of ["description", "license", "repository", "engines"]) {
    if (manifest[key] === undefined) faults.push(`package.json has no ${key}`);
  }
  for (const script of ["preinstall", "install", "postinstall"]) {
    if (manifest.scripts?.[script] !== undefined) faults.push(`it runs a script on ${script}`);
  }
  const needless = files.filter((file) =>
    /(?:^|\/)(?:compiled|node_modules|\.turbo)\/|\.test\.|\.cases\.json$/.test(file),
  );
  if (needless.length > 0)
    faults.push(`it contains files that no user needs: ${needless.slice(0, 3).join(", ")}`);
  return faults;
}

/** Whether TypeScript finds the types of what Node finds, by each way of resolving that the package is made for. */
async function typeFaults(manifest, data) {
  const entries = Object.entries(manifest.exports ?? {}).filter(([, target]) => typeof target !== "string");
  if (entries.length === 0) return [];
  const isEsmOnly = entries.every(([, target]) => target.require === undefined);
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(data)));
  const problems = analysis.problems ?? [{ kind: "NoTypes" }];
  return (
    problems
      // Node 10 knew no `exports`; and Node 20 loads ESM by `require`, too.
      .filter(
        ({ resolutionKind }) =>
          resolutionKind !== "node10" && !(isEsmOnly && resolutionKind === "node16-cjs"),
      )
      .map(
        ({ kind, entrypoint, resolutionKind }) =>
          `types: ${kind} at ${entrypoint ?? "."} (${resolutionKind ?? "all"})`,
      )
  );
}
