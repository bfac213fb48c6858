/** Adds a listener, if the environment supports it: not every one has a page. */
export function listen(target: unknown, type: string, listener: () => void): void {
  const { addEventListener } = target as { readonly addEventListener?: unknown };
  if (typeof addEventListener === "function") addEventListener.call(target, type, listener);
}
