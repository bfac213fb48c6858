import recorded from "../src/mw-calls.cases.json" with { type: "json" };

/** A call of `mw.eventLog`, and what EventLogging sent for it. */
export interface Call {
  readonly name?: string;
  readonly track?: boolean;
  readonly schema?: readonly [string, number, object?];
  readonly args: readonly unknown[];
  readonly session?: string;
  readonly pageview?: string;
  readonly state?: string;
  readonly returned?: boolean;
  readonly sent: readonly object[];
}

export const calls = recorded.cases as readonly Call[];

export function showCall({ name, track, args }: Call): string {
  return `${name ?? (track ? "track" : "Schema")} ${JSON.stringify(args)}`.slice(0, 120);
}

/** The tokens of a call that says none. */
export const tokens = { session: "00000001aaaaaaaaaaaa", pageview: "80000000bbbbbbbbbbbb" };

const share = (unit: string | undefined, rate: number) => ({ sample: { unit: unit as "session", rate } });
const platform = (more: object) => ({ producers: { metrics_platform_client: more } });

/** What MediaWiki would tell the client, as it was when the calls were recorded. */
export const settings = {
  serverName: "en.wiki.example.org",
  wiki: "enwiki",
  schemas: { Click: "/analytics/legacy/click/1.1.0", Old: 12345 },
  streamConfigs: {
    plain: {},
    none: { sample: null },
    session: share("session", 0.5),
    pageview: share("pageview", 0.4),
    over: share("session", 1.5),
    nothing: share("session", 0),
    nounit: share(undefined, 0.5),
    device: share("device", 1),
    moved: platform({ stream_name: "plain" }),
    lost: platform({ stream_name: "missing" }),
    context: {
      ...share("session", 1),
      ...platform({
        provide_values: [
          "page_id",
          "page_wikidata_qid",
          "mediawiki_is_production",
          "performer_session_id",
          "performer_is_bot",
          "performer_edit_count",
          "performer_registration_dt",
          "nonsense",
          "agent_ua_string",
        ],
      }),
    },
    buckets: platform({ provide_values: ["performer_edit_count_bucket", "performer_pageview_id"] }),
    eventlogging_Click: {},
  },
};

/** The values of `mw.config`. */
export const config: Readonly<Record<string, unknown>> = {
  wgServerName: settings.serverName,
  wgDBname: settings.wiki,
  wgMFMode: null,
  wgVersion: "1.46.0-wmf.1",
  wgUserGroups: ["user", "bot"],
  wgArticleId: 7,
  wgUserEditCount: 12,
  wgUserRegistration: 1_700_000_000_000,
};

/** An event without what our client adds, and with the time of the call as it was recorded. */
export function comparable(event: unknown): unknown {
  const text = JSON.stringify(event, (name, value: unknown) =>
    name === "id" && isUuid(value) ? undefined : value,
  );
  return JSON.parse(text.replace(/"(dt|client_dt)":"20(?!20)\d\d-[^"]*Z"/g, '"$1":"(now)"'));
}

function isUuid(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value);
}
