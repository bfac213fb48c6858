import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openConfiguration, parseStreams } from "@addendum/streams";
import { Findings, Materializer } from "@addendum/schema-repository";
import { Git, loadSettings, type OpenRepository, openWorkTree } from "@addendum/workspace";
import {
  buildSite,
  defaultColors,
  type ExaminedFinding,
  type ExaminedTitles,
  type MakerTask,
  readAssets,
  type RemoteMaker,
  type SiteOptions,
  type SiteResult,
  TitleMaker,
} from "../src/index.ts";
import { plainJudge } from "../src/model/refusal-words.ts";
import { bundleAssets } from "../bundle-assets.mjs";

export const assetsDirectory = mkdtempSync(join(tmpdir(), "addendum-assets-"));
await bundleAssets(assetsDirectory);

/** A schema as its version files and its current have it. */
export function schemaText(title: string, version: string, more: object = {}): string {
  return `${JSON.stringify({
    title,
    description: "Something happened.",
    $id: `/${title}/${version}`,
    $schema: "https://json-schema.org/draft-07/schema#",
    type: "object",
    properties: { a: { type: "string", description: "Any text." } },
    examples: [{ a: "b" }],
    ...more,
  })}\n`;
}

/** As if nothing were wrong, or what is said here. */
export function examined(
  { snapshot, settings, remote }: OpenRepository,
  findings: readonly ExaminedFinding[] = [],
): ExaminedTitles {
  const materializer = new Materializer(snapshot, settings, new Findings(settings), new Set(), remote);
  return { findings, materializer };
}

/** A repository on disk, of which a site is made. */
export class SiteRepository {
  readonly root = mkdtempSync(join(tmpdir(), "addendum-site-"));
  readonly out = join(this.root, "site");

  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [path, text] of Object.entries({ "addendum.yaml": "version: 1\n", ...files }))
      this.write(path, text);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** Versions of a title, each as YAML and JSON, the last of them also as its current. */
  title(title: string, versions: Readonly<Record<string, object>>): this {
    for (const [version, more] of Object.entries(versions)) {
      const text = schemaText(title, version, more);
      for (const name of [`${version}.yaml`, `${version}.json`, "current.yaml"]) {
        this.write(`schemas/${title}/${name}`, text);
      }
    }
    return this;
  }

  build(more: Partial<SiteOptions> = {}): Promise<SiteResult> {
    const loaded = loadSettings({ repo: this.root });
    const edge = { version: "0.0.0", generators: [], judge: plainJudge };
    const repository = { ...openWorkTree(loaded, edge, { kind: "disk" }), git: Git.find(this.root) };
    const streams = this.has("streams.yaml") ? parseStreams(this.read("streams.yaml")) : undefined;
    if (streams?.kind === "invalid") throw new Error(streams.message);
    return buildSite({
      repository,
      streams: streams?.configuration ?? openConfiguration,
      out: this.out,
      identity: {
        name: "Test events",
        description: "",
        repository: "test",
        url: undefined,
        colors: defaultColors,
      },
      assets: readAssets(assetsDirectory),
      version: "0.0.0",
      open: () => openWorkTree(loaded, edge, { kind: "disk" }),
      examine: (one) => examined(one),
      ...more,
    });
  }

  /** Threads that are none: they make pages later, by themselves. */
  threads() {
    const loaded = loadSettings({ repo: this.root });
    const edge = { version: "0.0.0", generators: [], judge: plainJudge };
    const threads = {
      started: 0,
      made: 0,
      closed: 0,
      start: (task: MakerTask): RemoteMaker => {
        threads.started++;
        const open = () => openWorkTree(loaded, edge, { kind: "disk" });
        // What is sent to a thread is copied.
        const maker = new TitleMaker({ ...structuredClone(task), open, examine: (one) => examined(one) });
        return {
          async make(tasks) {
            await new Promise((later) => setTimeout(later, 1));
            threads.made += tasks.length;
            return structuredClone(maker.make(structuredClone(tasks)));
          },
          close: () => {
            threads.closed++;
            return Promise.resolve();
          },
        };
      },
    };
    return threads;
  }

  has(path: string): boolean {
    return readdirSync(this.root).includes(path);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  /** A file of the site. */
  page(path: string): string {
    return this.read(`site/${path}`);
  }

  /** Every file of the site, below its root. */
  files(): readonly string[] {
    return readdirSync(this.out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.out.length + 1));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
