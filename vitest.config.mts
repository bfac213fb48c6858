import { defineConfig } from "vitest/config";

export default defineConfig({
  // A slow machine is no failure: this only ends what hangs.
  // One worker fewer than cores, as Vitest has it, would leave one of two without work while the last package is tested.
  test: { testTimeout: 600_000, hookTimeout: 600_000, maxWorkers: "100%" },
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
});
