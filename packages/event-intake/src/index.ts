export { createIntake, type Intake, type IntakeOptions } from "./intake.ts";
export type { Flavour } from "./judge/event-schema.ts";
