import { type Data, isObject, own } from "@addendum/json-schema";

/** The mark of a field that says something about a person. */
export interface PersonalMark {
  /** `ip-address` and the like. */
  readonly kind: string;
  /** How long it may be stored as it came, as the schema says it. */
  readonly retention?: string;
}

/** The value of a schema's `privacy`, which may be `none`; undefined without that keyword. */
export function privacyOf(schema: Data): PersonalMark | undefined {
  const privacy = isObject(schema) ? own(schema, "privacy") : undefined;
  if (!isObject(privacy)) return undefined;
  const [kind, retention] = [own(privacy, "kind"), own(privacy, "retention")];
  if (typeof kind !== "string") return undefined;
  return { kind, ...(typeof retention === "string" && { retention }) };
}

/** Whether a mark's kind says that it is about a person after all. */
export function isPersonal({ kind }: PersonalMark): boolean {
  return kind !== "none";
}
