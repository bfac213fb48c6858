import { type DataObject, toJson } from "@addendum/json-schema";
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";

/** The text of a dashboard. Its description, which says that it was generated, comes first. */
export function dashboardJson(dashboard: Dashboard): string {
  // Builders leave functions and undefined members in what they give, which JSON has not.
  const {
    description = "",
    uid = "",
    title = "",
    ...rest
  } = JSON.parse(JSON.stringify(dashboard)) as DataObject;
  return toJson({ description, uid, title, ...rest });
}
