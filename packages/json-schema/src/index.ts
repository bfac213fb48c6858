export { saysNothing } from "./dialects/assertions.ts";
export { canonical } from "./data/canonical.ts";
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
} from "./data/data.ts";
export { DataSet } from "./data/data-set.ts";
export {
  type ApplicatorKeyword,
  type Dialect,
  type KeywordDefinition,
  keywordsWhere,
} from "./dialects/dialect.ts";
export { draft07 } from "./dialects/draft-07.ts";
export { foreignAssertions, keywordsAddedBy } from "./dialects/drafts.ts";
export { type DialectProblem, dialectProblems, disputedKeyword } from "./dialects/inspection.ts";
export { asDraft07, type Readings, readingsOf } from "./dialects/translation.ts";
export { type KeywordProblem, typeNames } from "./dialects/keyword-values.ts";
export {
  annotationNames,
  assertionNames,
  checkKeyword,
  isAsserting,
  keywordNames,
  subschemaKeywords,
  typesOfKeyword,
} from "./dialects/keywords.ts";
export {
  type Document,
  documentLimits,
  type DocumentProblem,
  parseDocument,
  type ParseResult,
} from "./text/document.ts";
export { accepts, evaluate, type Refusal } from "./judge/evaluate.ts";
export { formatExpression, formatNames, typesOfFormat } from "./judge/formats.ts";
export type { LossyScalar } from "./text/lossy-scalars.ts";
export { orderKeys } from "./text/key-order.ts";
export { formatDocument, type Formatted } from "./text/format-document.ts";
export { type Language, lastCodePoint, type StateSet } from "./pattern/automaton.ts";
export { includesAsWritten } from "./pattern/alike.ts";
export { hasFurtherAlternatives } from "./pattern/further-alternatives.ts";
export { backtracksExponentially } from "./pattern/backtracking.ts";
export { compilePattern, matchesPattern, type Pattern } from "./pattern/pattern.ts";
export { textsOfPattern } from "./pattern/pattern-texts.ts";
export { lengthsOfPattern, repeatsOften } from "./pattern/width.ts";
export {
  commonPointer,
  join,
  parent,
  type Pointer,
  resolvePointer,
  resolveReference,
  step,
  tokens,
} from "./data/pointer.ts";
export { DocumentReferences, type Meaning } from "./references/document-references.ts";
export { gatherDocuments } from "./references/gather.ts";
export { partOf } from "./references/part.ts";
export {
  asFragment,
  type ReferenceContext,
  type Resolution,
  resolve,
  resolved,
} from "./references/resolution.ts";
export { type Reading, readingBelow } from "./references/resource.ts";
export { resolveUri } from "./references/uri.ts";
export { isUnresolved, whyUnresolved, writtenReference } from "./references/unresolved.ts";
export { patternKeywords, patternsOf } from "./dialects/schema-patterns.ts";
export { findJsonProblem, type JsonProblem } from "./text/json-problem.ts";
export { parseJson } from "./text/parse-json.ts";
export { toReadableYaml } from "./text/readable-yaml.ts";
export { compareKeys, toJson, toYaml, toYamlInOrder } from "./text/serialize.ts";
export {
  findRange,
  lineAndColumn,
  type LineAndColumn,
  type NodeRange,
  type SourceRange,
  sourceRanges,
} from "./text/source-ranges.ts";
export { childSchemas, inPlace, mapSubschemas, type Subschema, subschemas } from "./dialects/subschemas.ts";
export { shorten, showJson } from "./data/shorten.ts";
export { below, type Step, toPointer } from "./data/steps.ts";
export { findRepeat, type Repeat, scalarItemTypes } from "./judge/unique-items.ts";
export { tellingRefusals } from "./judge/telling-refusals.ts";
export { isUrl } from "./judge/url-format.ts";
