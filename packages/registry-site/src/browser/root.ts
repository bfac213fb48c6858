/** The way from this page to the site's root, with a slash at its end. */
export const root = document.documentElement.dataset["root"] ?? "./";

/** Reads a JSON file of the site. Throws where it is not there. */
export async function readJson<T>(address: string): Promise<T> {
  const response = await fetch(root + address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return (await response.json()) as T;
}
