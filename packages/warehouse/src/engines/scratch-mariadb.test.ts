import { expect, it } from "vitest";
import { whyNoScratchMariaDb } from "./scratch-mariadb.ts";

it("says what is missing where no MariaDB can be started", () => {
  expect(whyNoScratchMariaDb(["", "/nowhere"])).toBe(
    "there is no mariadb-install-db on this machine (Debian: mariadb-server)",
  );
});
