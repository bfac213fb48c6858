import { defineConfig } from "vitest/config";

export default defineConfig({
  // A slow machine is no failure: this only ends what hangs.
  test: { testTimeout: 600_000, hookTimeout: 600_000 },
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
});
