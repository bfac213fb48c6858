import { expect, test } from "vitest";
import { defaultStreamSettings } from "./stream-settings.ts";
import { topicOf, topicsOf } from "./topics.ts";

const prefixed = { ...defaultStreamSettings, topicPrefixes: ["eqiad.", "codfw."] };

test.each([
  ["the first prefix", "shop.order", "eqiad.shop.order"],
  ["legacy streams have none", "eventlogging_Order", "eventlogging_Order"],
  ["what a topic may not hold", "shop/order", "eqiad.shop_order"],
])("topicOf: %s", (_case, stream, topic) => {
  expect(topicOf(stream, prefixed, "/shop/order/1.0.0")).toBe(topic);
});

test("events that name no stream are told apart by their schema", () => {
  expect(topicOf(undefined, defaultStreamSettings, "/shop/order/1.0.0")).toBe("shop_order_1.0.0");
});

test("the topics of an expression are an expression", () => {
  expect(topicsOf("shop.order", [])).toEqual(["shop.order"]);
  expect(topicsOf("shop.order", ["eqiad.", "codfw."])).toEqual(["eqiad.shop.order", "codfw.shop.order"]);
  expect(topicsOf("/^shop\\./", ["eqiad."])).toEqual(["/^(eqiad\\.)shop\\./"]);
});
