import {
  type Data,
  type DataObject,
  DocumentReferences,
  isArray,
  isObject,
  join,
  own,
  type Pointer,
  resolvePointer,
  step,
} from "@addendum/json-schema";
import { declaredTypes } from "./linted-schema.ts";

/**
 * The schemas in a document that are referred to and need a value of themselves within each value, without end. What
 * else a schema says is left aside, so one that is listed certainly accepts nothing.
 */
export function endlessSchemas(root: DataObject): readonly Pointer[] {
  const document = new Document(root);
  if (document.targets.size === 0) return [];
  const finite = document.withEnd();
  return [...document.targets].filter((target) => {
    if (finite.has(target)) return false;
    // What only contains such a schema is not the mistake.
    const reached = new Set(document.unmet(target, finite));
    for (const one of reached) for (const further of document.unmet(one, finite)) reached.add(further);
    return reached.has(target);
  });
}

class Document {
  readonly targets = new Set<Pointer>();
  private readonly root: DataObject;
  private readonly references: DocumentReferences;

  constructor(root: DataObject) {
    this.root = root;
    this.references = new DocumentReferences(root, "");
    this.findTargets(root, "");
  }

  /** The least set of targets with a value that ends. */
  withEnd(): ReadonlySet<Pointer> {
    const finite = new Set<Pointer>();
    for (let size = -1; size < finite.size;) {
      size = finite.size;
      for (const target of this.targets) if (this.unmet(target, finite).length === 0) finite.add(target);
    }
    return finite;
  }

  /** The targets outside of `finite` that every value of the schema at a place needs; none if a value needs none. */
  unmet(at: Pointer, finite: ReadonlySet<Pointer>): readonly Pointer[] {
    const schema = resolvePointer(this.root, at);
    if (!isObject(schema)) return [];
    const target = this.targetOf(schema, at);
    if (target !== undefined) return finite.has(target) ? [] : [target];
    const members = (keyword: string) => {
      const value = own(schema, keyword);
      return (isArray(value) ? value : []).map((_, index) => this.unmet(join(at, keyword, index), finite));
    };
    const oneOf = (alternatives: readonly (readonly Pointer[])[]) =>
      alternatives.some((one) => one.length === 0) ? [] : alternatives.flat();
    return [
      ...this.unmetByType(schema, at, finite),
      ...members("allOf").flat(),
      ...oneOf(members("anyOf")),
      ...oneOf(members("oneOf")),
    ];
  }

  private unmetByType(schema: DataObject, at: Pointer, finite: ReadonlySet<Pointer>): readonly Pointer[] {
    const types = declaredTypes(schema) ?? [];
    const found: Pointer[] = [];
    for (const type of types) {
      const needed = type === "object" ? this.members(schema, at) : type === "array" ? items(schema, at) : [];
      const unmet = needed.flatMap((place) => this.unmet(place, finite));
      if (unmet.length === 0) return [];
      found.push(...unmet);
    }
    return found;
  }

  private members(schema: DataObject, at: Pointer): readonly Pointer[] {
    const [required, properties] = [own(schema, "required"), own(schema, "properties")];
    if (!isArray(required) || !isObject(properties)) return [];
    return required.flatMap((name) =>
      typeof name === "string" && Object.hasOwn(properties, name) ? [join(at, "properties", name)] : [],
    );
  }

  private targetOf(schema: DataObject, at: Pointer): Pointer | undefined {
    const reference = own(schema, "$ref");
    if (typeof reference !== "string") return undefined;
    const meaning = this.references.meaning(reference, this.references.readingAt(at));
    return meaning.kind === "within" ? meaning.pointer : undefined;
  }

  private findTargets(value: Data, at: Pointer): void {
    if (typeof value !== "object" || value === null || value instanceof Date) return;
    const target = isObject(value) ? this.targetOf(value, at) : undefined;
    if (target !== undefined) this.targets.add(target);
    for (const key of Object.keys(value)) {
      const member = step(value, key);
      if (member !== undefined) this.findTargets(member, join(at, key));
    }
  }
}

/** The schemas of the items that a list must have. */
function items(schema: DataObject, at: Pointer): readonly Pointer[] {
  const [each, least] = [own(schema, "items"), own(schema, "minItems")];
  const contains = isObject(own(schema, "contains")) ? [join(at, "contains")] : [];
  const count = typeof least === "number" ? least : contains.length;
  if (count < 1) return contains;
  if (!isArray(each)) return isObject(each) ? [...contains, join(at, "items")] : contains;
  return [...contains, ...each.slice(0, count).map((_, index) => join(at, "items", index))];
}
