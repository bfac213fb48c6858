export { isAsserting, saysNothing } from "./assertions.ts";
export { canonical } from "./canonical.ts";
export {
  cloneData,
  type Data,
  type DataObject,
  equals,
  isArray,
  isObject,
  isSchema,
  mapValues,
  own,
  type Schema,
  setOwn,
} from "./data.ts";
export { DataSet } from "./data-set.ts";
export { inPlace } from "./in-place.ts";
export { childSchemas, draft07Uris, type Subschema, subschemaKeywords, subschemas } from "./dialect.ts";
export {
  type Document,
  documentLimits,
  type DocumentProblem,
  parseDocument,
  type ParseResult,
} from "./document.ts";
export { accepts, evaluate, type Refusal } from "./evaluate.ts";
export { formatExpression, formatNames } from "./formats.ts";
export { orderKeys } from "./key-order.ts";
export { formatDocument, type Formatted } from "./format-document.ts";
export {
  checkKeyword,
  keywordNames,
  type KeywordProblem,
  typeNames,
  typesOfKeyword,
} from "./keyword-values.ts";
export { Determinized, lastCodePoint, type StateSet } from "./pattern/automaton.ts";
export { backtracksExponentially } from "./pattern/backtracking.ts";
export { compilePattern, matchesPattern, type Pattern } from "./pattern/pattern.ts";
export {
  commonPointer,
  join,
  parent,
  type Pointer,
  resolvePointer,
  resolveReference,
  step,
  tokens,
} from "./pointer.ts";
export {
  type OriginalPlace,
  type ReferenceContext,
  type Resolution,
  resolve,
  resolved,
} from "./references/resolution.ts";
export { isUnresolved, whyUnresolved } from "./references/unresolved.ts";
export { compareKeys, toJson, toYaml, toYamlInOrder } from "./serialize.ts";
export {
  findRange,
  lineAndColumn,
  type LineAndColumn,
  type NodeRange,
  type SourceRange,
  sourceRanges,
} from "./source-ranges.ts";
export { below, type Step, toPointer } from "./steps.ts";
export { findRepeat, type Repeat, scalarItemTypes } from "./unique-items.ts";
export { isUrl } from "./url-format.ts";
