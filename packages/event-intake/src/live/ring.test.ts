import { describe, expect, test } from "vitest";
import { Ring } from "./ring.ts";

const item = (name: string, bytes = 10) => ({ name, bytes });
const names = (ring: Ring<ReturnType<typeof item>>, from: number, most?: number) =>
  ring.from(from, most).map(({ name }) => name);

describe("Ring", () => {
  test("numbers what it holds, and forgets the oldest by count", () => {
    const ring = new Ring<ReturnType<typeof item>>({ count: 3, bytes: 1000 });
    expect([ring.first, ring.next, ring.length]).toEqual([1, 1, 0]);
    expect([..."abcde"].map((name) => ring.push(item(name)))).toEqual([1, 2, 3, 4, 5]);
    expect([ring.first, ring.next, ring.length, ring.bytes]).toEqual([3, 6, 3, 30]);
    expect(names(ring, 1)).toEqual(["c", "d", "e"]);
    expect(names(ring, 4)).toEqual(["d", "e"]);
    expect(names(ring, 3, 2)).toEqual(["c", "d"]);
    expect(names(ring, 6)).toEqual([]);
    expect(names(ring, 99)).toEqual([]);
  });

  test("forgets by bytes, and holds the newest however large it is", () => {
    const ring = new Ring<ReturnType<typeof item>>({ count: 100, bytes: 100 });
    for (const name of "abc") ring.push(item(name, 40));
    expect(names(ring, 0)).toEqual(["b", "c"]);
    ring.push(item("large", 1000));
    expect([names(ring, 0), ring.bytes]).toEqual([["large"], 1000]);
    ring.push(item("d", 1));
    expect([names(ring, 0), ring.bytes]).toEqual([["d"], 1]);
  });

  test("takes no more memory for what it has forgotten", () => {
    const ring = new Ring<ReturnType<typeof item>>({ count: 10, bytes: 1000 });
    for (let index = 0; index < 10_000; index++) ring.push(item(String(index)));
    expect(names(ring, 0)).toEqual(Array.from({ length: 10 }, (_, index) => String(9990 + index)));
    expect((ring as unknown as { readonly items: readonly unknown[] }).items.length).toBeLessThanOrEqual(21);
  });
});
