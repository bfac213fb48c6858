import { mergeConfig } from "vitest/config";
import base from "../../vitest.config.mts";

export default mergeConfig(base, { define: { __DEVELOPMENT__: "true" } });
