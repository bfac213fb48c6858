import { join } from "node:path";
import { siteContext } from "../build/common-files.ts";
import { readAssets } from "../build/site-files.ts";
import { headersOf, pageHeaders, securityHeaders } from "../machine/headers.ts";
import type { SiteIdentity } from "../model/site-settings.ts";
import { iconText, themeText } from "../model/theme.ts";
import { livePage, signInPage } from "../pages/live-page.ts";
import { sectionsOf, type SitePart } from "../pages/sections.ts";

/** The live view's page and what it loads. */
export interface LiveFiles {
  page(): Promise<string>;
  /** @param problem why the last token was not taken; empty: there was none */
  signIn(problem: string): string;
  /** What is sent with either. */
  readonly headers: Readonly<Record<string, string>>;
  /** A script or a style; undefined: there is none of that name. */
  asset(
    name: string,
  ): { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer | string } | undefined;
}

/**
 * Makes the live view's page.
 * @param directory that `bundle-assets.mjs` wrote
 * @param partsOf what is served beside it by now: the page links to it
 */
export function liveFiles(
  identity: SiteIdentity,
  directory: string,
  partsOf: () => Promise<readonly SitePart[]>,
): LiveFiles {
  const [common, own] = [readAssets(directory), readAssets(join(directory, "live"))];
  const site = siteContext(identity, common, []);
  const files = new Map<string, Buffer | string>([
    ...[...common.files, ...own.files].map(({ name, content }) => [name, content] as const),
    [site.assets.theme, themeText(identity.colors)],
    ["icon.svg", iconText(identity.colors)],
  ]);
  return {
    page: async () => livePage({ ...site, sections: sectionsOf(await partsOf()) }, own),
    signIn: (problem) => signInPage(site, own, problem),
    headers: {
      ...securityHeaders,
      ...pageHeaders,
      // Else the form that asks for the token would be sent without an origin.
      "referrer-policy": "same-origin",
      "cache-control": "no-store",
      "x-frame-options": "DENY",
    },
    asset(name) {
      const body = files.get(name);
      if (body === undefined) return undefined;
      const { type, cache } = headersOf(`assets/${name}`);
      return { headers: { ...securityHeaders, "content-type": type, "cache-control": cache }, body };
    },
  };
}
