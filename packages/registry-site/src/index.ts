export { buildSite, foreignFile, type SiteResult } from "./build/build-site.ts";
export { partsOf, type ReadableSite, type SiteOptions } from "./build/site-options.ts";
export { isDrawn } from "./build/number-parts.ts";
export { type LiveFiles, liveFiles } from "./serve/live-files.ts";
export type { SitePart } from "./pages/sections.ts";
export type { RemoteMaker } from "./build/make-titles.ts";
export { type Assets, readAssets } from "./build/site-files.ts";
export {
  type ExaminedFinding,
  type ExaminedTitles,
  type MadeTitle,
  type MakerSettings,
  type MakerTask,
  TitleMaker,
  type TitleTask,
} from "./build/title-maker.ts";
export type { DashboardsView, LineageRowView, LineageView } from "./model/numbers.ts";
export type { TitleRecord } from "./model/record.ts";
export type { SiteIdentity } from "./model/site-settings.ts";
export { type Colors, defaultColors } from "./model/theme.ts";
export type { FieldReader, ReadersOf } from "./pages/readers.ts";
export {
  ConfluentRegistry,
  isRegistryPath,
  type RegistryAnswer,
  type RegistryRequest,
} from "./confluent/confluent-registry.ts";
export { registryFiles } from "./serve/registry-files.ts";
export { answerFile, answerMissing, type FileAnswer } from "./serve/static-files.ts";
