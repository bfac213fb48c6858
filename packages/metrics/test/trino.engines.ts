// `npm run engines` runs it, and no other test run: it takes minutes.
import { skipBecause } from "../../warehouse/test/server.ts";
import { whyNoTrino } from "../../warehouse/test/trino-server.ts";
import { onTrino } from "./query-engines.ts";
import { describePanels } from "./sql-panels.ts";

describePanels("trino", "on Trino", onTrino, skipBecause("Trino", whyNoTrino()));
