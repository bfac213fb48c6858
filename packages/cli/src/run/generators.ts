import type { Generator } from "@addendum/schema-repository";
import { tablesGenerator } from "@addendum/tables";
import { typesGenerator } from "@addendum/type-generator";

/** The generators whose output follows the versions, if the settings enable them. */
export const generators: readonly Generator[] = [typesGenerator, tablesGenerator];
