import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { Feed, parsePosition } from "./feed.ts";
import type { RememberedEvent } from "./live-events.ts";
import type { Edit } from "./messages.ts";
import { Ring } from "./ring.ts";

/** A connection whose other end reads only when the test says so. */
class FakeResponse {
  writableLength = 0;
  isDestroyed = false;
  readonly texts: string[] = [];
  private readonly callbacks: (() => void)[] = [];

  writeHead(): void {
    // Nobody looks at it.
  }

  write(text: string, callback?: () => void): void {
    this.texts.push(text);
    this.writableLength += text.length;
    this.callbacks.push(callback ?? (() => undefined));
  }

  read(): void {
    this.writableLength = 0;
    for (const callback of this.callbacks.splice(0)) callback();
  }

  destroy(): void {
    this.isDestroyed = true;
  }

  get length(): number {
    return this.texts.reduce((sum, text) => sum + text.length, 0);
  }

  named(name: string): readonly string[] {
    return this.texts.filter((text) => text.includes(`event: ${name}\n`));
  }
}

const remembered = (length: number): RememberedEvent => ({
  shown: JSON.stringify({ text: "x".repeat(length) }),
  original: undefined,
  title: "click",
  verdict: "accepted",
  bytes: length,
});

function start(after?: string) {
  const response = new FakeResponse();
  const ring = new Ring<RememberedEvent>({ count: 5000, bytes: 16 * 1024 * 1024 });
  let now = 0;
  const clock = () => now;
  const feed = new Feed(response as unknown as ServerResponse, "run", parsePosition(after), 1, clock);
  const pass = (ms: number) => {
    now += ms;
    feed.update(ring, now);
  };
  return { response, ring, feed, pass, clock };
}

const megabyte = 1024 * 1024;

describe("a viewer that reads nothing", () => {
  test("is held little for, whatever there is to tell, and let go after a minute", () => {
    const { response, ring, feed, pass, clock } = start();
    for (let second = 0; second < 59; second++) {
      for (let event = 0; event < 100; event++) ring.push(remembered(64 * 1024));
      feed.send("status", "s".repeat(100_000), clock());
      feed.sendEdits([{ title: "click", at: second } as Edit], clock());
      pass(1000);
    }
    expect(response.length).toBeLessThan(1.5 * megabyte);
    expect(response.isDestroyed).toBe(false);
    pass(3000);
    expect(response.isDestroyed).toBe(true);
  });

  test("goes on where it was once it reads, and is told of the edits that it missed", () => {
    const { response, ring, feed, pass, clock } = start();
    for (let event = 0; event < 100; event++) ring.push(remembered(64 * 1024));
    pass(150);
    const before = response.named("events").length;
    feed.sendEdits([{ title: "click", at: 7 } as Edit], clock());
    expect([response.named("edit").length, feed.lacksEdits]).toEqual([0, true]);
    for (let tick = 0; tick < 100; tick++) {
      response.read();
      pass(150);
    }
    expect(response.named("events").length).toBeGreaterThan(before);
    expect(response.named("events").at(-1)).toContain("id: run.100\n");
    feed.sendEdits([{ title: "click", at: 7 } as Edit], clock());
    expect([response.named("edit").length, feed.lacksEdits]).toEqual([1, false]);
  });

  test("a slow one is not let go while it reads something", () => {
    const { response, ring, pass } = start();
    for (let step = 0; step < 10; step++) {
      for (let event = 0; event < 40; event++) ring.push(remembered(64 * 1024));
      pass(30_000);
      response.read();
    }
    expect(response.isDestroyed).toBe(false);
  });
});

test("a message holds no more than some text, however large events are", () => {
  const { response, ring, pass } = start();
  for (let event = 0; event < 500; event++) ring.push(remembered(60_000));
  for (let tick = 0; tick < 200; tick++) {
    pass(150);
    response.read();
  }
  const lengths = response.named("events").map((text) => text.length);
  expect(Math.max(...lengths)).toBeLessThan(megabyte / 2);
  expect(response.named("events").at(-1)).toContain("id: run.500\n");
});

test.each([
  ["run.3", "id: run.5\n", '"first":4,"missed":0'],
  // Numbers of another run mean nothing here.
  ["other.3", "id: run.5\n", '"first":1,"missed":0'],
  ["run.99999", "id: run.5\n", '"first":1,"missed":0'],
  ["__proto__.1", "id: run.5\n", '"first":1,"missed":0'],
])("a viewer that was at %s", (after, id, said) => {
  const { response, ring, pass } = start(after);
  for (let event = 0; event < 5; event++) ring.push(remembered(10));
  pass(150);
  expect(response.named("events").join("")).toContain(id);
  expect(response.named("events").join("")).toContain(said);
});
