/**
 * Whether the intake serves pages: as it was told, else where nobody but this machine hears it, and where it does not
 * answer as another program does.
 */
export function showsPages(asked: string | undefined, host: string, compat: string | undefined): boolean {
  if (asked !== undefined) return asked === "on";
  const isLoopback = /^127(\.\d{1,3}){3}$/.test(host) || host === "localhost" || host === "::1";
  return isLoopback && compat === undefined;
}
