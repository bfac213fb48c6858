import {
  assertionNames,
  below,
  canonical,
  type Data,
  type DataObject,
  isObject,
  own,
  type Schema,
  showJson,
  type Step,
  tokens,
  whyUnresolved,
} from "@addendum/json-schema";
import {
  type Claim,
  type Formula,
  type FormulaBody,
  type Formulas,
  type Origin,
} from "../formulas/formula.ts";
import { isHarmlessId, isSuspicious, readsOthers, refersElsewhere } from "./foreign-keywords.ts";
import type { Keyword, KeywordContext } from "../formulas/keyword.ts";
import { oneOfValues } from "../keywords/enum.ts";
import { keywords } from "../keywords/registry.ts";
import { References } from "./references.ts";

/** Something in a schema that cannot be taken for what the dialect says. */
export interface Problem extends Origin {
  readonly reason: string;
}

/** What is beside a `$ref` and is not simply ignored. */
const asserting = new Set(assertionNames.filter((name) => name !== "$ref"));

/** Keyword → its place in the registry. */
const places: ReadonlyMap<string, number> = new Map(keywords.map(({ name }, index) => [name, index]));

/** Larger documents are not compared: each subschema takes its time before the first step of the search. */
const sizeLimit = 40_000;

/** A document has more subschemas than are compared. */
export class TooLarge extends Error {}

/** Deeper schemas are not compiled: each level is a level of the stack. */
const depthLimit = 400;

interface CompilerOptions {
  /** Formulas that another compiler has made already. */
  readonly known?: (schema: object) => Formula | undefined;
  /** Whether a subschema is compiled only when the search comes to it. Its formula equals no other until then. */
  readonly isLater?: (schema: object) => boolean;
  /** Receives each schema of which a formula is made. */
  readonly onCompile?: (schema: object) => void;
}

/** Makes formulas of one document's schemas. */
export class Compiler {
  /** What is malformed: anyone who compares this document cannot be sure. */
  readonly problems: Problem[] = [];
  /** The first reference without a target. */
  unresolved: Problem | undefined;
  private readonly compiled = new Map<object, Formula>();
  private readonly references: References;
  private readonly root: Schema;
  private readonly document: Origin["document"];
  private readonly formulas: Formulas;
  private readonly known: (schema: object) => Formula | undefined;
  private readonly isLater: (schema: object) => boolean;
  private readonly onCompile: (schema: object) => void;
  private depth = 0;

  constructor(root: Schema, document: Origin["document"], formulas: Formulas, options: CompilerOptions = {}) {
    this.root = root;
    this.document = document;
    this.formulas = formulas;
    this.references = new References(root, formulas);
    this.known = options.known ?? (() => undefined);
    this.isLater = options.isLater ?? (() => false);
    this.onCompile = options.onCompile ?? (() => {});
  }

  /** The formula of a schema that is at the end of a path of the document. */
  compile(schema: Data, path?: Step): Formula {
    if (typeof schema === "boolean") return this.constant(schema);
    if (!isObject(schema)) return this.malformed(schema, path, "", "this is not a schema");
    const known = this.compiled.get(schema) ?? this.known(schema);
    if (known !== undefined) return known;
    if (this.depth > depthLimit) return this.tooDeep(path);
    if (this.compiled.size > sizeLimit) throw new TooLarge();
    const formula =
      this.depth > 0 && this.isLater(schema) ? this.later(schema, path) : this.now(schema, path);
    this.compiled.set(schema, formula);
    return formula;
  }

  /** The formula of a schema, if it was met. */
  formulaOf(schema: object): Formula | undefined {
    return this.compiled.get(schema) ?? this.known(schema);
  }

  private now(schema: DataObject, path: Step | undefined): Formula {
    this.onCompile(schema);
    this.depth++;
    const formula = this.compileObject(schema, path);
    this.depth--;
    return formula;
  }

  private later(schema: DataObject, path: Step | undefined): Formula {
    let formula: Formula | undefined;
    const target = () => (formula ??= this.now(schema, path));
    return this.formulas.make(schema, this.root, this.origin(path, "")(), { kind: "reference", target });
  }

  constant(value: boolean): Formula {
    const origin = this.origin(undefined, String(value));
    return this.formulas.intern("", String(value), value, value, origin, () => ({ kind: "constant", value }));
  }

  /** The formula of a list of values, for leaving out what has been tried. */
  values(values: readonly Data[]): Formula {
    return oneOfValues(values, this.context({}, undefined, "enum"));
  }

  private origin(path: Step | undefined, keyword: string): () => Origin {
    return () => ({ document: this.document, path, keyword });
  }

  private compileObject(schema: DataObject, path: Step | undefined): Formula {
    const reference = own(schema, "$ref");
    if (reference !== undefined) return this.reference(schema, reference, path);
    const claims: Claim[] = [];
    const names = Object.keys(schema);
    // In the order of the registry, whatever the schema's: what is searched first must not depend on that.
    const present = names.flatMap((name) => places.get(name) ?? []).sort((a, b) => a - b);
    for (const place of present) {
      const keyword = keywords[place] as Keyword;
      const value = schema[keyword.name] as Data;
      if (!keyword.isWellFormed(value)) {
        // Its siblings may depend on it, so they are part of what is not understood.
        const reason = `${showJson(value)} is not a valid value for it`;
        const formula = this.malformed(assertionsOf(schema), path, keyword.name, reason);
        claims.push({ formula, holds: true });
        continue;
      }
      claims.push(...keyword.compile(value, this.context(schema, path, keyword.name)));
    }
    const suspicious = names.filter(
      (name) =>
        !asserting.has(name) &&
        isSuspicious(name) &&
        !(name === "id" && isHarmlessId(schema, schema === this.root)),
    );
    const formula = this.withSuspicious(claims, suspicious, schema, path);
    const extension = names.find((name) => changesWhatIsValid.has(name));
    if (extension === undefined) return formula;
    // By it some validators accept what the rest of the schema refuses, so the whole of it is in doubt.
    const origin = this.origin(below(path, extension), extension);
    const key = `with ${canonical(schema[extension] as Data)}:${formula.id}`;
    const reason = "draft-07 has no such keyword, and validators disagree about it";
    const body = (): FormulaBody => ({ kind: "opaque", reason, isIgnored: false });
    return this.formulas.intern(extension, key, schema, this.root, origin, body);
  }

  /** What a schema's own claims and the keywords in it say that were probably meant to be assertions. */
  private withSuspicious(
    claims: readonly Claim[],
    suspicious: readonly string[],
    schema: DataObject,
    path: Step | undefined,
  ): Formula {
    const formula = this.conjunction(claims, schema, path);
    if (suspicious.length === 0) return formula;
    const doubts = suspicious.map((name): Claim => {
      const value = canonical(schema[name] as Data);
      // What another dialect means by it is not the same where something is not that it reads.
      const beside = readsOthers(name) ? ` beside ${formula.id}` : "";
      const elsewhere = refersElsewhere(name, value) ? ` in ${this.document}` : "";
      const origin = this.origin(below(path, name), name);
      const reason = "draft-07 has no such keyword, so validators ignore it, which is probably not intended";
      const body = (): FormulaBody => ({ kind: "opaque", reason, isIgnored: true });
      const key = value + beside + elsewhere;
      return { formula: this.formulas.intern(name, key, true, true, origin, body), holds: true };
    });
    return this.conjunction([...claims, ...doubts], schema, path);
  }

  private conjunction(claims: readonly Claim[], schema: DataObject, path: Step | undefined): Formula {
    const signed = claims
      .map(({ formula, holds }) => (holds ? formula.id : -1 - formula.id))
      .sort((a, b) => a - b);
    const key = [...new Set(signed)];
    if (key.length === 0) return this.constant(true);
    const [first] = claims;
    if (key.length === 1 && first?.holds === true) return first.formula;
    const body = (): FormulaBody => ({ kind: "all", parts: claims });
    return this.formulas.intern("all", key.join(), schema, this.root, this.origin(path, ""), body);
  }

  private context(schema: DataObject, path: Step | undefined, keyword: string): KeywordContext {
    return {
      schema,
      compile: (part, ...tokens) => this.compile(part, below(path, ...tokens)),
      formula: (key, same, body) =>
        this.formulas.intern(keyword, key, same, this.root, this.origin(below(path, keyword), keyword), body),
    };
  }

  private reference(schema: DataObject, reference: Data, path: Step | undefined): Formula {
    const origin = this.origin(below(path, "$ref"), "$ref");
    const opaque = (reason: string) => {
      const key = `?${this.references.keyOfSchema(schema)}`;
      return this.formulas.intern("$ref", key, schema, this.root, origin, () => ({
        kind: "opaque",
        reason,
        isIgnored: false,
      }));
    };
    if (typeof reference !== "string") return opaque(`${showJson(reference)} is not a valid value for it`);
    const sibling = Object.keys(schema).find((name) => asserting.has(name));
    if (sibling !== undefined) {
      return opaque(`draft-07 ignores the “${sibling}” beside it, but validators do not`);
    }
    const target = this.references.target(reference);
    if (target === undefined) {
      const reason = whyUnresolved(reference);
      this.unresolved ??= { ...origin(), reason };
      return opaque(reason);
    }
    if (this.references.leadsBackInPlace(reference)) {
      return opaque(`“${reference}” refers to itself without descending into the value`);
    }
    const key = this.references.keyOf(reference);
    let formula: Formula | undefined;
    return this.formulas.intern("$ref", key, schema, this.root, origin, () => ({
      kind: "reference",
      target: () =>
        (formula ??= this.compile(
          target,
          below(undefined, ...tokens(decodeURIComponent(reference.slice(1)))),
        )),
    }));
  }

  /** Never equal to another one: what is deeper was not looked at. */
  private tooDeep(path: Step | undefined): Formula {
    const reason = `it is nested more than ${depthLimit} levels deep`;
    const origin: Origin = { document: this.document, path, keyword: "" };
    this.problems.push({ ...origin, reason });
    const key = `${this.document}:${this.problems.length}`;
    const body = (): FormulaBody => ({ kind: "opaque", reason, isIgnored: false });
    return this.formulas.intern("too deep", key, true, true, () => origin, body);
  }

  private malformed(value: Data, path: Step | undefined, keyword: string, reason: string): Formula {
    const origin: Origin = {
      document: this.document,
      path: keyword === "" ? path : below(path, keyword),
      keyword,
    };
    this.problems.push({ ...origin, reason });
    const key = `${keyword}:${canonical(value)}`;
    const body = (): FormulaBody => ({ kind: "opaque", reason, isIgnored: false });
    return this.formulas.intern("malformed", key, true, true, () => origin, body);
  }
}

/** A schema without its annotations. */
function assertionsOf(schema: DataObject): DataObject {
  return Object.fromEntries(
    Object.entries(schema).filter(([name]) => name === "$ref" || asserting.has(name) || isSuspicious(name)),
  );
}

/** Extensions by which some validators accept more. */
const changesWhatIsValid = new Set(["nullable"]);
