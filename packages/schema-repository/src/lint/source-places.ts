import {
  type Data,
  equals,
  isArray,
  isObject,
  join,
  own,
  parent,
  type Pointer,
  resolvePointer,
  step,
  tokens,
} from "@addendum/json-schema";
import { pointerIn, referencesOf } from "../materialize/document-references.ts";
import type { Materializer, SourceDocument } from "../materialize/materializer.ts";

/** A place in a file that an author wrote. */
export interface SourcePlace {
  readonly file: string;
  readonly pointer: Pointer;
  /** For a place in a published version of a fragment: where the fragment's current has what may be the same. */
  readonly inCurrent?: SourcePlace;
}

interface ReadPlace extends SourcePlace {
  readonly document: SourceDocument;
  readonly value: Data;
}

interface Walk {
  readonly places: readonly ReadPlace[];
  readonly isWhole: boolean;
}

/** The most references that are followed on one way, because a circle has no end. */
const referenceLimit = 64;

/** Lists that merging puts together from several: an entry is found by its value. */
const mergedLists = new Set(["required", "enum", "type"]);

/**
 * Finds where the parts of a dereferenced schema were written: in its current, or in a fragment that a reference
 * leads to. What a published version of a fragment says is looked for in the fragment's current first.
 */
export class SourcePlaces {
  private readonly materializer: Materializer;
  /** By document and pointer: where there is one finding, there are often more. */
  private readonly walks = new Map<string, Walk>();
  private readonly open = new Set<string>();
  private isCut = false;

  constructor(materializer: Materializer) {
    this.materializer = materializer;
  }

  /**
   * @param root the dereferenced schema of the title, merged or not
   * @param pointer into it
   */
  find(title: string, root: Data, pointer: Pointer): SourcePlace {
    const document = this.materializer.current(title);
    const file = this.materializer.currentPath(title);
    if (document === undefined) return { file, pointer };
    const value = resolvePointer(root, pointer);
    const place = this.locate(document, root, pointer, value);
    const here = { file: place.file, pointer: place.pointer };
    const [current] = this.inCurrent(place);
    if (current === undefined) return here;
    const isSame = value !== undefined && equals(current.value, value);
    const there = { file: current.file, pointer: current.pointer };
    return isSame ? there : { ...here, inCurrent: there };
  }

  private locate(document: SourceDocument, root: Data, pointer: Pointer, value: Data | undefined): ReadPlace {
    const { places, isWhole } = this.walk(document, pointer);
    const exact = isWhole ? places.find((place) => equals(place.value, value)) : undefined;
    if (exact !== undefined) return exact;
    const list = resolvePointer(root, parent(pointer));
    const keyword = tokens(parent(pointer)).at(-1) ?? "";
    if (isArray(list) && mergedLists.has(keyword)) {
      for (const place of this.walk(document, parent(pointer)).places) {
        const entries = isArray(place.value) ? place.value : [];
        const index = entries.findIndex((entry) => equals(entry, value));
        if (index !== -1) {
          return { ...place, pointer: join(place.pointer, index), value: entries[index] as Data };
        }
      }
    }
    // Of several schemas that make this one, the first that says something itself: a lone `$ref` says nothing.
    return places.find((place) => !isLoneReference(place.value)) ?? (places[0] as ReadPlace);
  }

  /** All places that contribute to what the pointer leads to, or to its nearest ancestor that has any. */
  private walk(document: SourceDocument, pointer: Pointer): Walk {
    const key = `${document.uri}\n${document.file}\n${pointer}`;
    const known = this.walks.get(key);
    if (known !== undefined) return known;
    // A reference that leads to what it is in has no target.
    if (this.open.has(key)) {
      this.isCut = true;
      return { places: [], isWhole: false };
    }
    this.open.add(key);
    const walk = this.walkOn(document, pointer);
    this.open.delete(key);
    // What a circle cut short is not what others would find.
    if (!this.isCut) this.walks.set(key, walk);
    if (this.open.size === 0) this.isCut = false;
    return walk;
  }

  private walkOn(document: SourceDocument, pointer: Pointer): Walk {
    if (pointer === "") {
      const root = { document, file: document.file, pointer: "", value: document.data };
      return { places: this.expand([root]), isWhole: true };
    }
    const holder = this.walk(document, parent(pointer));
    const path = tokens(pointer);
    const token = path.at(-1) as string;
    // What stays in an `allOf` when it is merged may be anywhere in the schema that contains it.
    const around = path.at(-2) === "allOf" ? this.walk(document, parent(parent(pointer))) : undefined;
    if (!holder.isWhole && around?.isWhole !== true) return holder;
    const within = holder.isWhole ? holder.places : [];
    const next = within.flatMap((place): ReadPlace[] => {
      const value = step(place.value, token);
      return value === undefined ? [] : [{ ...place, pointer: join(place.pointer, token), value }];
    });
    next.push(...(around?.places ?? []));
    return next.length === 0
      ? { places: holder.places, isWhole: false }
      : { places: this.expand(next), isWhole: true };
  }

  /** The places with what their references lead to, and the members of their `allOf`s. */
  private expand(places: readonly ReadPlace[]): ReadPlace[] {
    const all: ReadPlace[] = [];
    const seen = new Set<string>();
    const visit = (place: ReadPlace, depth: number): void => {
      const key = `${place.file}#${place.pointer}`;
      if (depth > referenceLimit || seen.has(key)) return;
      seen.add(key);
      all.push(place);
      const { value } = place;
      if (!isObject(value)) return;
      const reference = own(value, "$ref");
      if (typeof reference === "string") {
        for (const target of this.follow(place, reference)) visit(target, depth + 1);
      }
      const members = own(value, "allOf");
      for (const [index, member] of (isArray(members) ? members : []).entries()) {
        visit({ ...place, pointer: join(place.pointer, "allOf", index), value: member }, depth + 1);
      }
    };
    for (const place of places) visit(place, 0);
    return all;
  }

  private follow({ document, pointer }: ReadPlace, reference: string): readonly ReadPlace[] {
    const references = referencesOf(document);
    const meaning = references.meaning(reference, references.readingAt(pointer));
    if (meaning.kind !== "within" && meaning.kind !== "elsewhere") return [];
    const target =
      meaning.kind === "within" ? document : this.materializer.sourceDocument(meaning.address, document.uri);
    if (target === undefined) return [];
    const at = meaning.kind === "within" ? meaning.pointer : pointerIn(target, meaning.fragment);
    if (at === undefined) return [];
    const value = resolvePointer(target.data, at);
    if (value !== undefined) return [{ document: target, file: target.file, pointer: at, value }];
    return this.walk(target, at).places;
  }

  /** Where the current of a published version's title has the same place. */
  private inCurrent({ document, pointer }: ReadPlace): readonly ReadPlace[] {
    const { title } = document;
    if (title === undefined || document.file === this.materializer.currentPath(title)) return [];
    const current = this.materializer.current(title);
    if (current === undefined) return [];
    const { places, isWhole } = this.walk(current, pointer);
    return isWhole ? places.filter((place) => !isLoneReference(place.value)) : [];
  }
}

function isLoneReference(value: Data): boolean {
  return isObject(value) && typeof own(value, "$ref") === "string" && Object.keys(value).length === 1;
}
