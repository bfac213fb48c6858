import { describe, expect, test } from "vitest";
import { foreignOrigin, foreignRequest, isLoopbackHost, TokenAccess } from "./access.ts";

test.each([
  ["localhost", true],
  ["localhost:8192", true],
  ["LOCALHOST:8192", true],
  ["127.0.0.1:8192", true],
  ["127.9.9.9", true],
  ["[::1]:8192", true],
  ["example.org", false],
  ["127.0.0.1.example.org", false],
  ["localhost.example.org:8192", false],
  ["10.0.0.1", false],
  ["", false],
])("the host %j is this machine: %s", (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected);
});

describe("a request", () => {
  const host = "127.0.0.1:8192";
  test.each([
    ["a program's", { host }, true],
    [
      "a page's of the intake itself",
      { host, origin: `http://${host}`, "sec-fetch-site": "same-origin" },
      true,
    ],
    [
      "somebody's who followed a link",
      { host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
      true,
    ],
    ["one under a name that leads here (DNS rebinding)", { host: "evil.example:8192" }, false],
    ["one without a host", {}, false],
    ["a page's of another site", { host, origin: "https://evil.example" }, false],
    ["a page's of another port", { host, origin: "http://127.0.0.1:3000" }, false],
    ["a page's without an origin", { host, origin: "null" }, false],
    [
      "an image of another site",
      { host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" },
      false,
    ],
  ])("%s", (_, headers, isAnswered) => {
    expect(foreignRequest(headers) === undefined).toBe(isAnswered);
  });

  test("where a token says who looks, the host may have any name", () => {
    expect(
      foreignOrigin({ host: "intake.example.org", origin: "https://intake.example.org" }),
    ).toBeUndefined();
    expect(foreignOrigin({ host: "intake.example.org", origin: "https://evil.example" })).toBeDefined();
  });
});

describe("TokenAccess", () => {
  const token = "correct horse battery";

  test("takes the token, and then a cookie that does not hold it and outlives a restart", () => {
    const access = new TokenAccess(token, () => 0);
    expect([access.check(token), access.check("another"), access.check("")]).toEqual([true, false, false]);
    const cookie = access.cookie(false);
    expect(cookie).toMatch(/^addendum-live=[\w-]+; HttpOnly; SameSite=Strict; Path=\/live; Max-Age=\d+$/);
    expect(access.cookie(true)).toContain("; Secure");
    expect(cookie).not.toContain("horse");
    const [pair = ""] = cookie.split(";");
    expect(new TokenAccess(token, () => 0).isKnown({ cookie: `a=b; ${pair}; c=d` })).toBe(true);
    expect(new TokenAccess(`${token}!`, () => 0).isKnown({ cookie: pair })).toBe(false);
    for (const wrong of [
      undefined,
      "",
      "addendum-live",
      "addendum-live=",
      `${pair}x`,
      pair.replace("-live", ""),
    ]) {
      expect(access.isKnown(wrong === undefined ? {} : { cookie: wrong }), wrong).toBe(false);
    }
  });

  test("looks at no more than some wrong tokens a minute", () => {
    let now = 0;
    const access = new TokenAccess(token, () => now);
    for (let attempt = 0; attempt < 10; attempt++) expect(access.check("wrong")).toBe(false);
    expect(access.check(token)).toBe("too-many");
    now = 61_000;
    expect(access.check(token)).toBe(true);
  });
});
