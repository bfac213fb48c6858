import * as common from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as text from "@grafana/grafana-foundation-sdk/text";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import type { GrafanaSdk } from "../src/grafana/sdk.ts";

export const grafanaSdk: GrafanaSdk = { common, dashboard, text, timeseries };
