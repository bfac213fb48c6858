import type { StreamsConfiguration } from "@addendum/streams";
import type { OpenRepository } from "@addendum/workspace";
import type { DashboardsView, LineageView } from "../model/numbers.ts";
import type { TitleRecord } from "../model/record.ts";
import type { SiteIdentity } from "../model/site-settings.ts";
import type { ReadersOf } from "../pages/readers.ts";
import type { SitePart } from "../pages/sections.ts";
import type { RemoteMaker } from "./make-titles.ts";
import type { Assets } from "./site-files.ts";
import type { MakerSettings, MakerTask } from "./title-maker.ts";

/** What a site is made of, and how. */
export interface SiteOptions {
  readonly repository: OpenRepository;
  readonly streams: StreamsConfiguration;
  readonly identity: SiteIdentity;
  /** Where it is written, absolute. */
  readonly out: string;
  readonly assets: Assets;
  /** The program's version and build: another one makes everything anew. */
  readonly version: string;
  /** Opens the repository once more: it remembers every file that it reads. */
  readonly open: MakerSettings["open"];
  readonly examine: MakerSettings["examine"];
  readonly readersOf?: ReadersOf;
  /** Where numbers come from; undefined if there are none. */
  readonly lineage?: LineageView | undefined;
  readonly dashboards?: DashboardsView | undefined;
  /** Whether the live view is served beside it. */
  readonly isLive?: boolean;
  /** Starts another thread that makes titles; without it there is one. */
  readonly startThread?: ((task: MakerTask) => RemoteMaker) | undefined;
  /** How many threads the machine has. */
  readonly threads?: number;
  /** Told after each title that is made. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Told once everything can be read but pictures of the lineage and dashboards, which are then drawn. */
  readonly onReadable?: (readable: ReadableSite) => void;
}

/** A site that can be read. */
export interface ReadableSite {
  readonly records: readonly TitleRecord[];
  /** Whether it is another one than before. */
  readonly isChanged: boolean;
}

/** The parts that are served, to which pages link. */
export function partsOf({
  lineage,
  dashboards,
  isLive,
}: Pick<SiteOptions, "lineage" | "dashboards" | "isLive">): readonly SitePart[] {
  return [
    "pages",
    ...(lineage === undefined ? [] : (["lineage"] as const)),
    ...(dashboards === undefined ? [] : (["dashboards"] as const)),
    ...(isLive === true ? (["live"] as const) : []),
  ];
}
