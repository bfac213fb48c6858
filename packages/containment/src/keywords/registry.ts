import type { Keyword } from "../formulas/keyword.ts";
import { additionalProperties } from "./additionalProperties.ts";
import { allOf } from "./allOf.ts";
import { anyOf } from "./anyOf.ts";
import { constant } from "./const.ts";
import { contains } from "./contains.ts";
import { dependencies } from "./dependencies.ts";
import { enumeration } from "./enum.ts";
import { exclusiveMaximum } from "./exclusiveMaximum.ts";
import { exclusiveMinimum } from "./exclusiveMinimum.ts";
import { format } from "./format.ts";
import { conditional } from "./if.ts";
import { items } from "./items.ts";
import { maximum } from "./maximum.ts";
import { maxItems } from "./maxItems.ts";
import { maxLength } from "./maxLength.ts";
import { maxProperties } from "./maxProperties.ts";
import { minimum } from "./minimum.ts";
import { minItems } from "./minItems.ts";
import { minLength } from "./minLength.ts";
import { minProperties } from "./minProperties.ts";
import { multipleOf } from "./multipleOf.ts";
import { not } from "./not.ts";
import { oneOf } from "./oneOf.ts";
import { pattern } from "./pattern.ts";
import { patternProperties } from "./patternProperties.ts";
import { properties } from "./properties.ts";
import { propertyNames } from "./propertyNames.ts";
import { required } from "./required.ts";
import { type } from "./type.ts";
import { uniqueItems } from "./uniqueItems.ts";

/** Every keyword that says something about values. */
export const keywords: readonly Keyword[] = [
  type,
  enumeration,
  constant,
  minimum,
  maximum,
  exclusiveMinimum,
  exclusiveMaximum,
  multipleOf,
  minLength,
  maxLength,
  pattern,
  format,
  items,
  contains,
  uniqueItems,
  minItems,
  maxItems,
  required,
  properties,
  patternProperties,
  additionalProperties,
  propertyNames,
  dependencies,
  minProperties,
  maxProperties,
  allOf,
  anyOf,
  oneOf,
  not,
  conditional,
];
