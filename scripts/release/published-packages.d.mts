export interface PublishedManifest {
  readonly name: string;
  readonly version: string;
  readonly engines?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, object>>;
}
export const root: string;
export function publishedPackages(): readonly {
  readonly directory: string;
  readonly manifest: PublishedManifest;
}[];
