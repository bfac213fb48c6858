/** A failure that the user can fix: the message is for a person, the exit code is 2, and nothing was written. */
export class UserError extends Error {
  override readonly name = "UserError";
}
