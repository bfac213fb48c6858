export interface Packed {
  readonly name: string;
  readonly version: string;
  readonly manifest: Readonly<Record<string, unknown>>;
  /** Where it is in the repository, absolute. */
  readonly directory: string;
  /** Absolute. */
  readonly tarball: string;
  /** Of the tarball, in bytes. */
  readonly size: number;
  /** In bytes. */
  readonly unpackedSize: number;
  /** The paths in it. */
  readonly files: readonly string[];
}
export function packAll(destination: string, isWanted?: (name: string) => boolean): Packed[];
