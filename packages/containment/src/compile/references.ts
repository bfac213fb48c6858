import {
  canonical,
  type Data,
  type DataObject,
  inPlace,
  isArray,
  isAsserting,
  isObject,
  isSchema,
  own,
  resolveReference,
  type Schema,
  subschemaKeywords,
} from "@addendum/json-schema";
import { Components } from "./components.ts";
import { isSuspicious } from "./foreign-keywords.ts";
import type { Formulas } from "../formulas/formula.ts";

/** A schema that references lead to. */
interface Target {
  /** The first reference that led here. */
  readonly reference: string;
  readonly schema: Data | undefined;
  /** What it asserts, in pieces. Between two of them is a reference. */
  readonly pieces: readonly string[];
  readonly references: readonly string[];
  /** Distinguishes it from other schemas. */
  key: string;
}

/**
 * What the references of one document lead to. Every target is examined once, so this takes time that grows with the
 * size of what is referred to.
 */
export class References {
  /** By reference. */
  private readonly targets = new Map<string, Target>();
  /** By what they are: two references may lead to one schema. */
  private readonly bySchema = new Map<Data, Target>();
  private readonly below = new Components<Target>(({ references }) => references.map((one) => this.at(one)));
  private readonly inPlace = new Components<Target>((target) =>
    inPlaceReferences(target.schema).map((one) => this.at(one)),
  );
  private readonly looping = new Set<Target>();
  private readonly root: Schema;
  private readonly formulas: Formulas;

  /** @param formulas number what documents share */
  constructor(root: Schema, formulas: Formulas) {
    this.root = root;
    this.formulas = formulas;
  }

  /** The schema that a reference leads to. */
  target(reference: string): Schema | undefined {
    const { schema } = this.at(reference);
    return isSchema(schema) ? schema : undefined;
  }

  /**
   * What tells the formula of a reference apart. In whichever document they are, references with one key lead to
   * schemas that mean the same.
   */
  keyOf(reference: string): string {
    const target = this.at(reference);
    for (const component of this.below.from(target)) this.name(component);
    return target.key;
  }

  /** What a schema asserts, with its references distinguished by their targets. */
  keyOfSchema(schema: Data): string {
    const { pieces, references } = assertionsIn(schema);
    return weave(
      pieces,
      references.map((one) => this.keyOf(one)),
    );
  }

  /** Whether following a reference comes back to it while still judging the same value. */
  leadsBackInPlace(reference: string): boolean {
    const target = this.at(reference);
    for (const component of this.inPlace.from(target)) {
      const [only] = component;
      const isLoop =
        component.length > 1 || inPlaceReferences(only?.schema).some((one) => this.at(one) === only);
      if (isLoop) for (const one of component) this.looping.add(one);
    }
    return this.looping.has(target);
  }

  private at(reference: string): Target {
    let target = this.targets.get(reference);
    if (target === undefined) {
      const schema = resolveReference(this.root, reference);
      const isKnown = typeof schema === "object" && schema !== null;
      target = isKnown ? this.bySchema.get(schema) : undefined;
      target ??= { reference, schema, ...assertionsIn(schema), key: "" };
      if (isKnown) this.bySchema.set(schema, target);
      this.targets.set(reference, target);
    }
    return target;
  }

  /** Gives the targets of a component their keys, those that it leads to having theirs. */
  private name(component: readonly Target[]): void {
    const [only] = component;
    if (
      only !== undefined &&
      component.length === 1 &&
      !only.references.some((one) => this.at(one) === only)
    ) {
      only.key = this.numbered(this.text(only));
      return;
    }
    // A cycle is the same where its schemas are called the same, and each says the same.
    const within = new Set(component);
    const ordered = [...component].sort((a, b) => (a.reference < b.reference ? -1 : 1));
    const cycle = this.numbered(
      ordered.map((target) => `${nameOf(target)} ${this.text(target, within)}`).join("\n"),
    );
    for (const target of component) target.key = cycle + nameOf(target);
  }

  private numbered(text: string): string {
    return String(this.formulas.numberOf(text));
  }

  /** @param within targets that have no key yet, and are called by their references */
  private text({ schema, pieces, references }: Target, within?: ReadonlySet<Target>): string {
    // What has no target here is not what has no target in another document.
    if (!isSchema(schema)) return `nothing ${this.formulas.freshNumber()}`;
    return weave(
      pieces,
      references.map((one) => {
        const target = this.at(one);
        return within?.has(target) === true ? nameOf(target) : target.key;
      }),
    );
  }
}

/** Quoted, so that no name can look like several. */
function nameOf({ reference }: Target): string {
  return `@${JSON.stringify(reference)}`;
}

function weave(pieces: readonly string[], keys: readonly string[]): string {
  return pieces.map((piece, index) => (index === 0 ? piece : `<${keys[index - 1] ?? ""}>${piece}`)).join("");
}

/** What a schema asserts as text, the same for schemas that are equal except for annotations and the order of keys. */
function assertionsIn(schema: Data | undefined): Pick<Target, "pieces" | "references"> {
  const pieces: string[] = [];
  const references: string[] = [];
  let text = "";
  const each = <T>(open: string, parts: readonly T[], close: string, write: (part: T) => void): void => {
    text += open;
    for (const [index, part] of parts.entries()) {
      if (index > 0) text += ",";
      write(part);
    }
    text += close;
  };
  const members = (
    object: DataObject,
    names: readonly string[],
    write: (value: Data, name: string) => void,
  ) =>
    each("{", [...names].sort(), "}", (name) => {
      text += `${JSON.stringify(name)}:`;
      write(object[name] as Data, name);
    });
  const holder = (value: Data): void => {
    if (isArray(value)) each("[", value, "]", visit);
    else if (isObject(value)) members(value, Object.keys(value), visit);
    else visit(value);
  };
  const visit = (one: Data): void => {
    if (!isObject(one)) {
      text += canonical(one);
      return;
    }
    const reference = own(one, "$ref");
    const says = (name: string) => isAsserting(name) || (reference === undefined && isSuspicious(name));
    members(one, Object.keys(one).filter(says), (value, name) => {
      if (name === "$ref" && typeof value === "string") {
        pieces.push(text);
        references.push(value);
        text = "";
        return;
      }
      const holds = subschemaKeywords.get(name)?.holds;
      if (holds === undefined) text += canonical(value);
      else if (holds === "schema" || (holds === "schema-or-list" && !isArray(value))) visit(value);
      else holder(value);
    });
  };
  if (schema !== undefined) visit(schema);
  pieces.push(text);
  return { pieces, references };
}

/** The references that a schema follows while still judging the same value. */
function inPlaceReferences(schema: Data | undefined): readonly string[] {
  const found: string[] = [];
  const waiting: (Data | undefined)[] = [schema];
  for (const one of waiting) {
    if (!isObject(one)) continue;
    const reference = own(one, "$ref");
    if (typeof reference === "string") found.push(reference);
    else waiting.push(...inPlace(one));
  }
  return found;
}
