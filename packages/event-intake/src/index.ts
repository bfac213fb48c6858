export { createIntake, type Intake, type IntakeOptions } from "./intake.ts";
export type { Flavour } from "./judge/event-schema.ts";
export type { SiteAnswer, SiteHandler, SiteRequest } from "./http/site-handler.ts";
