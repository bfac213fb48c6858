import { suggest } from "@addendum/schema-repository";
import { UserError } from "@addendum/workspace";

/** The error of a title that no schema has, with the one that was probably meant. */
export function unknownTitle(title: string, titles: readonly string[]): UserError {
  const meant = suggest(title, titles);
  const question = meant === undefined ? "" : ` Did you mean “${meant}”?`;
  return new UserError(`there is no schema titled “${title}”.${question}`);
}
