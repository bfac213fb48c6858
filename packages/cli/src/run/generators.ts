import type { Generator } from "@addendum/schema-repository";
import { tablesGenerator } from "@addendum/tables";
import { typesGenerator } from "@addendum/type-generator";

/** What the command keeps in step with the versions, where the settings ask for it. */
export const generators: readonly Generator[] = [typesGenerator, tablesGenerator];
