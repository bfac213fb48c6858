import { mediaWiki, mwPageviewId, mwSessionId } from "./mw-environment.ts";

type Attributes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Added to every interaction, asked for or not. */
const always = ["agent_client_platform", "agent_client_platform_family"];

/**
 * Adds the context that a stream asks for, by names such as `page_id`: the member `id` of `page`. What there is none of
 * is left out. Source: EventLogging, July 2026, `provide_values` of a stream's `metrics_platform_client`.
 */
export function addContext(event: Record<string, unknown>, names: unknown): void {
  const asked = Array.isArray(names) ? (names as readonly unknown[]).map(String) : [];
  const attributes = contextAttributes();
  for (const name of [...asked, ...always]) {
    const at = name.indexOf("_");
    const [group, member] = [name.slice(0, at), name.slice(at + 1)];
    const value = Object.hasOwn(attributes, group) ? attributes[group]?.[member] : undefined;
    if (value === undefined || value === null) continue;
    event[group] = { ...(event[group] as object | undefined), [member]: value };
  }
}

/** What MediaWiki knows of the page and of who looks at it. */
function contextAttributes(): Attributes {
  const { config, user } = mediaWiki();
  const of = (name: string) => config?.get(name);
  const version = of("wgVersion") as string | undefined;
  const groups = (of("wgUserGroups") ?? []) as readonly string[];
  const isLoggedIn = user?.isAnon?.() === false;
  const registration = of("wgUserRegistration") as string | number | undefined;
  return {
    agent: {
      client_platform: "mediawiki_js",
      client_platform_family: (of("wgMFMode") ?? null) === null ? "desktop_browser" : "mobile_browser",
      ua_string: typeof navigator === "undefined" ? undefined : navigator.userAgent,
    },
    page: {
      id: of("wgArticleId"),
      title: of("wgTitle"),
      namespace_id: of("wgNamespaceNumber"),
      namespace_name: of("wgCanonicalNamespace"),
      revision_id: of("wgRevisionId"),
      wikidata_qid: of("wgWikibaseItemId"),
      content_language: of("wgPageContentLanguage"),
      is_redirect: of("wgIsRedirect"),
      user_groups_allowed_to_move: of("wgRestrictionMove"),
      user_groups_allowed_to_edit: of("wgRestrictionEdit"),
    },
    mediawiki: {
      skin: of("skin"),
      version,
      is_production: version?.includes("wmf"),
      is_debug_mode: of("debug"),
      database: of("wgDBname"),
      site_content_language: of("wgContentLanguage"),
    },
    performer: {
      is_logged_in: isLoggedIn,
      id: user?.getId?.(),
      name: user?.getName?.(),
      session_id: mwSessionId(),
      pageview_id: mwPageviewId(),
      groups,
      is_bot: groups.includes("bot"),
      is_temp: of("wgUserIsTemp"),
      language: of("wgUserLanguage"),
      language_variant: of("wgUserVariant"),
      can_probably_edit_page: of("wgIsProbablyEditable"),
      ...(isLoggedIn && {
        edit_count: of("wgUserEditCount"),
        edit_count_bucket: of("wgUserEditCountBucket") ?? editCountBucket(of("wgUserEditCount")),
        ...(registration !== undefined && { registration_dt: new Date(registration).toISOString() }),
      }),
    },
  };
}

/** Source: EventLogging, `wgUserEditCountBucket`, which it sets for others as well. */
function editCountBucket(count: unknown): string | null {
  if (typeof count !== "number") return null;
  if (count === 0) return "0 edits";
  if (count < 5) return "1-4 edits";
  if (count < 100) return "5-99 edits";
  return count < 1000 ? "100-999 edits" : "1000+ edits";
}
