// npm run release -- [--dry-run]: builds and packs what is published, checks each tarball, and publishes those whose
// version the registry lacks. With --dry-run it prints what would be published. In GitHub's workflow, with provenance.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkTarball } from "./release/check-tarball.mjs";
import { packAll } from "./release/pack.mjs";
import { commandLimits, sizeOfCommand } from "./release/size.mjs";
import { root } from "./release/published-packages.mjs";

const isDryRun = process.argv.includes("--dry-run");
const unknown = process.argv.slice(2).find((argument) => argument !== "--dry-run");
if (unknown !== undefined) {
  console.error(`release: there is no option ${unknown}.`);
  process.exit(2);
}

if (!isDryRun) demandClean();
const kilobytes = (bytes) => `${Math.ceil(bytes / 1000)} kB`;
const destination = mkdtempSync(join(tmpdir(), "addendum-release-"));
try {
  const packed = packAll(destination);
  let faults = 0;
  for (const one of packed) {
    const { name, version, size, unpackedSize, files, manifest } = one;
    const dependencies = Object.keys(manifest.dependencies ?? {}).length;
    console.log(
      `${name}@${version}: ${kilobytes(size)}, unpacked ${kilobytes(unpackedSize)}, ${files.length} files, ${dependencies} dependencies`,
    );
    for (const fault of await checkTarball(one)) {
      console.error(`  ${fault}`);
      faults++;
    }
  }
  const { bytes, packages } = sizeOfCommand(packed);
  console.log(
    `\nThe command's install: ${(bytes / 1e6).toFixed(1)} MB in ${packages} packages (limits: ${commandLimits.bytes / 1e6} MB, ${commandLimits.packages}).`,
  );
  if (bytes > commandLimits.bytes || packages > commandLimits.packages) {
    console.error("  it is larger than it may be");
    faults++;
  }
  if (faults > 0) {
    console.error(`\n${faults} ${faults === 1 ? "fault" : "faults"}. Nothing was published.`);
    process.exitCode = 1;
  } else if (isDryRun) {
    console.log(`\nWould publish ${packed.map(({ name, version }) => `${name}@${version}`).join(", ")}.`);
  } else {
    for (const one of packed) publish(one);
  }
} finally {
  rmSync(destination, { recursive: true });
}

/** Only what a commit contains is published. */
function demandClean() {
  const changes = execFileSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" });
  if (changes === "") return;
  console.error(`release: there are changes that are not committed:\n${changes}`);
  process.exit(2);
}

function publish({ name, version, tarball }) {
  const view = spawnSync("npm", ["view", `${name}@${version}`, "version"], { encoding: "utf8" });
  if (view.status === 0 && view.stdout.trim() === version) {
    console.log(`${name}@${version} is published already.`);
    return;
  }
  const provenance = process.env.GITHUB_ACTIONS === "true" ? ["--provenance"] : [];
  execFileSync("npm", ["publish", tarball, "--access", "public", ...provenance], { stdio: "inherit" });
}
