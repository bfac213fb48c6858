import { expect, it } from "vitest";
import { whyNoScratchMariaDb } from "./scratch-mariadb.ts";

it("says what is missing where no MariaDB can be started", () => {
  expect(whyNoScratchMariaDb(["", "/nowhere"])).toBe(
    "this machine has no mariadb-install-db (Debian: mariadb-server)",
  );
});
