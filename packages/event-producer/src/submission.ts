/** The fields that the producer sets, so that callers cannot. */
type SetHere = "$schema" | "dt" | "meta";
type SetInMeta = "stream" | "id" | "dt";

type Without<T, K extends PropertyKey> = { [Key in keyof T as Key extends K ? never : Key]: T[Key] };

/**
 * What is submitted for an event: its type without what the producer sets (`$schema`, `dt`, `meta.stream`, `meta.id`)
 * and without `meta.dt`, which is the time of receipt. The rest of `meta` may be given.
 */
export type Submission<Event> = Event extends unknown
  ? Without<Event, SetHere> &
      (Event extends { meta?: infer Meta }
        ? { meta?: Partial<Without<NonNullable<Meta>, SetInMeta>> }
        : unknown)
  : never;

/** The URI of an event's schema: what its `$schema` says. */
export type UriOf<Event> = "$schema" extends keyof Event ? Extract<Event["$schema"], string> : string;
