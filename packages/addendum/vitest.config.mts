import { mergeConfig } from "vitest/config";
import base from "../../vitest.config.mts";

// Installs are slow, and two at once are slower.
export default mergeConfig(base, {
  test: { globalSetup: "test/pack-once.ts", fileParallelism: false },
});
