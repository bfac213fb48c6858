import type { Field } from "../model/field.ts";
import type { NumberUse } from "../model/numbers.ts";
import type { ReferenceRecord, TitleRecord } from "../model/record.ts";
import type { FieldReader } from "./readers.ts";

/** A stream, as pages show it. */
export interface StreamView {
  readonly name: string;
  readonly title: string | undefined;
  readonly owner: string | undefined;
  readonly sample: string;
  readonly retention: string | undefined;
  readonly sink: string;
  readonly topics: readonly string[];
  readonly isCanary: boolean;
}

export interface ColumnView {
  readonly name: string;
  readonly type: string;
  readonly comment: string | undefined;
}

/** Everything that a title's own pages show. */
export interface TitleView {
  readonly record: TitleRecord;
  readonly contact: string;
  readonly fields: readonly Field[];
  /** The newest version's first example, as JSON. */
  readonly example: string | undefined;
  /** The newest version's type, as TypeScript. */
  readonly types: { readonly code: string; readonly typeName: string; readonly uriName: string } | undefined;
  /** The package that contains the types, where there is one. */
  readonly typesPackage: string | undefined;
  readonly table:
    | { readonly name: string; readonly columns: readonly ColumnView[]; readonly notes: readonly string[] }
    | undefined;
  readonly streams: readonly StreamView[];
  /** Referred to by, each with the version that it names. */
  readonly dependents: readonly ReferenceRecord[];
  readonly readers: readonly FieldReader[];
  /** What is computed from its events. */
  readonly numbers: readonly NumberUse[];
  /** Names of its files in the machine's layout. */
  readonly files: readonly string[];
  /** The older versions that a page compares with the newest one. */
  readonly compared: ReadonlySet<string>;
  /** A day, for curl: where the intake listens. */
  readonly intake: string;
}
