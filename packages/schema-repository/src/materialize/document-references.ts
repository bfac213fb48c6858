import { type Data, DocumentReferences, isObject, type Pointer } from "@addendum/json-schema";

/** A document, and what relative references in it start from. */
interface NamedDocument {
  readonly uri: string;
  readonly data: Data;
}

const known = new WeakMap<object, DocumentReferences>();

/** The targets of a document's references, determined once for each. */
export function referencesOf({ data, uri }: NamedDocument): DocumentReferences {
  if (!isObject(data)) return new DocumentReferences(true, uri);
  let references = known.get(data);
  if (references === undefined) {
    references = new DocumentReferences(data, uri);
    known.set(data, references);
  }
  return references;
}

/** The place in a document that a fragment stands for, a pointer or a name; undefined if that is none. */
export function pointerIn(document: NamedDocument, fragment: string): Pointer | undefined {
  if (fragment === "" || fragment.startsWith("/")) return fragment;
  const meaning = referencesOf(document).meaning(`#${encodeURIComponent(fragment)}`, undefined);
  return meaning.kind === "within" ? meaning.pointer : undefined;
}
