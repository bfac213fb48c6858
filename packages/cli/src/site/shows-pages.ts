/** Whether the intake serves pages. Default: only at a loopback address, and not in a compatibility mode. */
export function showsPages(asked: string | undefined, host: string, compat: string | undefined): boolean {
  if (asked !== undefined) return asked === "on";
  const isLoopback = /^127(\.\d{1,3}){3}$/.test(host) || host === "localhost" || host === "::1";
  return isLoopback && compat === undefined;
}
