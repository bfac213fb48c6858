export { createIntake, type Intake, type IntakeOptions } from "./intake.ts";
export type { Flavour } from "./event-schema.ts";
