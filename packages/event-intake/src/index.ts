export { createIntake, type Intake, type IntakeOptions } from "./intake.ts";
export { isLoopbackHost, leastTokenLength } from "./live/access.ts";
export type { EditWatcher, EventToJudge } from "./live/edit-watcher.ts";
export type { LiveOptions, LivePage } from "./live/live-view.ts";
export type {
  Edit,
  EditVerdict,
  Examined,
  ReferringSchemaEdit,
  ShownFinding,
  ShownLines,
} from "./live/messages.ts";
export type { Flavour } from "./judge/event-schema.ts";
export type { SiteAnswer, SiteHandler, SiteRequest } from "./http/site-handler.ts";
