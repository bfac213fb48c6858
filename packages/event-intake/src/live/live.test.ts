// The live view over HTTP: what viewers are sent, and who may look.
import { once } from "node:events";
import { get } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { post, type RunningIntake, startIntake, writeSchemas } from "../../test/running-intake.ts";
import type { EditWatcher } from "./edit-watcher.ts";
import type { LiveOptions } from "./live-view.ts";
import type {
  Edit,
  EventsMessage,
  ExampleEvent,
  SchemaExcerpt,
  ShownEvent,
  StatusMessage,
} from "./messages.ts";

const ip = { type: "string", privacy: { kind: "ip-address", retention: "90 days" } };
const meta = { type: "object", properties: { stream: { type: "string" }, domain: { type: "string" } } };
const schema = (properties: object, more: object = {}) => ({
  $schema: "https://json-schema.org/draft-07/schema#",
  type: "object",
  properties: { $schema: { type: "string" }, meta, ...properties },
  ...more,
});
const files = {
  "click/1.0.0.yaml":
    "$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n  $schema: { type: string }\n  meta: { type: object, properties: { stream: { type: string } } }\n  skin:\n    type: string\n    maxLength: 5\n",
  "person/1.0.0.json": schema({ ip, n: { type: "integer" } }, { examples: [{ ip: "192.0.2.9", n: 1 }] }),
};
const click = (more: object) => ({ $schema: "/click/1.0.0", meta: { stream: "click" }, ...more });
const person = (more: object) => ({ $schema: "/person/1.0.0", meta: { stream: "person" }, ...more });

const running = new Set<RunningIntake>();
afterEach(async () => {
  await Promise.all([...running].map((one) => one.close()));
  running.clear();
});

async function start(more: Partial<LiveOptions> = {}, streamsText?: string): Promise<RunningIntake> {
  const live: LiveOptions = {
    page: {
      page: () => Promise.resolve("<title>Live</title>"),
      signIn: (problem) => `<title>Sign in</title>${problem}`,
      headers: { "cache-control": "no-store" },
      asset: (name) =>
        name === "a.js" ? { headers: { "content-type": "text/javascript" }, body: "1" } : undefined,
    },
    token: undefined,
    isMasked: true,
    titles: () => ["click", "person"],
    typesPackage: "types",
    edits: undefined,
    ...more,
  };
  const schemas = writeSchemas(files);
  const intake = await startIntake({ schemas, live, ...(streamsText !== undefined && { streamsText }) });
  running.add(intake);
  return intake;
}

interface Message {
  readonly id: string | undefined;
  readonly name: string;
  readonly data: unknown;
}

/** A viewer, which reads until it is closed. */
class Viewer {
  readonly messages: Message[] = [];
  private readonly abort = new AbortController();

  static async open(
    intake: RunningIntake,
    query = "",
    headers: Record<string, string> = {},
  ): Promise<Viewer> {
    const viewer = new Viewer();
    const { signal } = viewer.abort;
    const answer = await fetch(`${intake.url}/live/events${query}`, { signal, headers });
    expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    void viewer.read(answer);
    await viewer.until(() => viewer.named("hello").length > 0);
    return viewer;
  }

  private async read({ body }: Response): Promise<void> {
    let rest = "";
    try {
      for await (const chunk of (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
        const parts = (rest + chunk).split("\n\n");
        rest = parts.pop() ?? "";
        for (const part of parts) {
          const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(part)?.[1];
          const name = field("event");
          if (name !== undefined)
            this.messages.push({ id: field("id"), name, data: JSON.parse(field("data") ?? "") });
        }
      }
    } catch {
      // It was closed.
    }
  }

  named(name: string): readonly Message[] {
    return this.messages.filter((one) => one.name === name);
  }

  get events(): readonly ShownEvent[] {
    return this.named("events").flatMap(({ data }) => (data as EventsMessage).events);
  }

  get lastId(): string {
    return this.messages.findLast(({ id }) => id !== undefined)?.id ?? "";
  }

  async until(isDone: () => boolean, ms = 10_000): Promise<void> {
    for (let attempt = 0; attempt < ms / 20 && !isDone(); attempt++)
      await new Promise((later) => setTimeout(later, 20));
    expect(isDone()).toBe(true);
  }

  async sees(count: number): Promise<readonly ShownEvent[]> {
    await this.until(() => this.events.length >= count);
    return this.events;
  }

  close(): void {
    this.abort.abort();
  }
}

describe("viewers", () => {
  test("are sent events as they come, with why they were rejected", async () => {
    const intake = await start();
    const viewer = await Viewer.open(intake);
    await post(intake, [
      click({ skin: "dark" }),
      click({ skin: "much too long", other: 1 }),
      { $schema: "/no/1.0.0" },
    ]);
    const events = await viewer.sees(3);
    expect(events).toMatchObject([
      { verdict: "accepted", stream: "click", schema: "/click/1.0.0", event: { skin: "dark" }, errors: [] },
      {
        verdict: "rejected",
        errors: [
          {
            pointer: "/skin",
            reason: "should NOT be longer than 5 characters",
            schemaPointer: "/properties/skin/maxLength",
          },
        ],
        undeclared: ["/other"],
        event: { other: "(masked)" },
      },
      { verdict: "failed", schema: "/no/1.0.0", errors: [{ pointer: "" }] },
    ]);
  });

  test("go on where they were, by either name, and begin anew in another run", async () => {
    const intake = await start();
    const first = await Viewer.open(intake);
    await post(intake, [click({ skin: "a" }), click({ skin: "b" })]);
    await first.sees(2);
    const { lastId } = first;
    first.close();
    await post(intake, click({ skin: "c" }));
    const skins = ({ events }: Viewer) => events.map(({ event }) => (event as { skin?: string }).skin);
    for (const again of [
      await Viewer.open(intake, `?after=${lastId}`),
      await Viewer.open(intake, "", { "last-event-id": lastId }),
    ]) {
      await again.sees(1);
      expect(skins(again)).toEqual(["c"]);
      again.close();
    }
    for (const after of ["", "another.2", "x", `${lastId.split(".")[0] ?? ""}.99999`]) {
      const anew = await Viewer.open(intake, `?after=${after}`);
      await anew.sees(3);
      expect(skins(anew), after).toEqual(["a", "b", "c"]);
      anew.close();
    }
  });

  test("are told what was counted, also while nobody looked, and of requests that were refused", async () => {
    const intake = await start();
    await post(intake, [click({ skin: "a" }), click({ skin: "too long" })]);
    await post(intake, "{");
    const viewer = await Viewer.open(intake);
    const status = () => viewer.named("status").at(-1)?.data as StatusMessage;
    expect(status()).toMatchObject({ unseen: 2, requests: { SyntaxError: 1 } });
    expect(status().streams).toContainEqual(
      expect.objectContaining({ stream: "click", accepted: 1, rejected: 1 }),
    );
    await post(intake, click({ skin: "a", other: 1, meta: { stream: "click", domain: "canary" } }));
    await viewer.until(() => status().streams.some(({ canaryAt }) => canaryAt !== undefined));
    expect(status().streams[0]?.undeclared).toContainEqual({ pointer: "/other", count: 1 });
    expect(status().unseen).toBe(2);
  });

  test("see a flood in part, all rejected events of it that fit, and how many they do not see", async () => {
    const intake = await start();
    const viewer = await Viewer.open(intake);
    // More are rejected than would be shown of accepted ones.
    const isRejected = (n: number) => n % 10 < 3;
    for (let batch = 0; batch < 10; batch++) {
      await post(
        intake,
        Array.from({ length: 1000 }, (_, n) => click({ skin: isRejected(n) ? "too long" : "a" })),
      );
    }
    const status = () => viewer.named("status").at(-1)?.data as StatusMessage;
    await viewer.until(() => status().shed + viewer.events.length >= 10_000, 60_000);
    expect(status().shed + viewer.events.length).toBe(10_000);
    const rejected = viewer.events.filter(({ verdict }) => verdict === "rejected").length;
    // How many are shown depends on the machine; that accepted ones make room first does not.
    expect(rejected / Math.max(1, viewer.events.length)).toBeGreaterThan(0.3);
  });

  test("see hostile events as they are, and cut", async () => {
    const intake = await start();
    const viewer = await Viewer.open(intake);
    const deep = JSON.parse(`${'{"a":'.repeat(60)}1${"}".repeat(60)}`) as object;
    const text = `<script>alert(1)</script>\u202Eevil`;
    const body = JSON.stringify([
      click({ skin: text }),
      click({ other: { deep } }),
      { ...click({}), meta: { stream: "x".repeat(100_000) } },
      click({ skin: "y".repeat(1_000_000) }),
    ]).replace('"skin":"<', '"__proto__":{"x":1},"constructor":2,"skin":"<');
    await post(intake, body);
    const events = await viewer.sees(4);
    expect(JSON.stringify(events[0]?.event)).toContain('"__proto__":"(masked)","constructor":"(masked)"');
    expect(events[0]).toMatchObject({ event: { skin: text } });
    expect(events[3]).toMatchObject({ isCut: true, verdict: "rejected" });
    expect(JSON.stringify(events).length).toBeLessThan(20_000);
  });
});

test("names of every object are names of streams and fields like others", async () => {
  const intake = await start();
  const viewer = await Viewer.open(intake);
  const names = ["__proto__", "constructor", "toString"];
  for (const stream of names) {
    const body = `{"$schema":"/click/1.0.0","meta":{"stream":"${stream}"},"skin":"a","${stream}":{"${stream}":1}}`;
    expect((await post(intake, body)).status).toBe(201);
  }
  const events = await viewer.sees(3);
  expect(events.map(({ stream }) => stream)).toEqual(names);
  expect(events.map(({ undeclared }) => undeclared)).toEqual(names.map((name) => [`/${name}`]));
  const streams = () => (viewer.named("status").at(-1)?.data as StatusMessage | undefined)?.streams ?? [];
  await viewer.until(() => names.every((name) => streams().some(({ stream }) => stream === name)));
});

describe("of many viewers", () => {
  /** A viewer that asks, and reads nothing. */
  const ask = (intake: RunningIntake): Promise<Socket> =>
    new Promise((done) => {
      const socket = connect(Number(new URL(intake.url).port), "127.0.0.1");
      socket.on("error", () => undefined);
      socket.write("GET /live/events HTTP/1.1\r\nhost: localhost\r\n\r\n", () => done(socket.pause()));
    });

  test("only some can look at once, and the next may when one has gone", async () => {
    const intake = await start();
    const sockets = await Promise.all(Array.from({ length: 200 }, () => ask(intake)));
    const heads = await Promise.all(
      sockets.map(async (socket) => String((await once(socket.resume(), "data"))[0]).slice(9, 12)),
    );
    const shown = heads.filter((status) => status === "200").length;
    expect([shown, heads.filter((status) => status === "503").length]).toEqual([32, 168]);
    expect((await fetch(`${intake.url}/live/events`)).status).toBe(503);
    expect((await post(intake, click({ skin: "a" }))).status).toBe(201);
    for (const socket of sockets) socket.destroy();
    const answered = async () => (await fetch(`${intake.url}/live/events`)).status;
    let status = 503;
    for (let attempt = 0; attempt < 100 && status === 503; attempt++) {
      await new Promise((later) => setTimeout(later, 20));
      status = await answered();
    }
    expect(status).toBe(200);
  });

  test("those that read nothing keep nobody from anything", async () => {
    const intake = await start();
    const sockets = await Promise.all(Array.from({ length: 10 }, () => ask(intake)));
    const viewer = await Viewer.open(intake);
    const large = Array.from({ length: 50 }, () =>
      click({ skin: "x".repeat(5000), more: "y".repeat(20_000) }),
    );
    for (let batch = 0; batch < 10; batch++) expect((await post(intake, large)).status).toBe(400);
    const shed = () => (viewer.named("status").at(-1)?.data as StatusMessage | undefined)?.shed ?? 0;
    await viewer.until(() => viewer.events.length + shed() === 500, 30_000);
    // How many of them fit into the time that showing events may take depends on the machine.
    expect(viewer.events.length).toBeGreaterThan(20);
    const began = performance.now();
    await intake.close();
    running.delete(intake);
    expect(performance.now() - began).toBeLessThan(5000);
    for (const socket of sockets) socket.destroy();
  });
});

test("an event that goes beyond all limits ends nothing, with somebody looking or not", async () => {
  const intake = await start();
  const viewer = await Viewer.open(intake);
  const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
  const long = JSON.stringify("x".repeat(1_100_000));
  await post(
    intake,
    `[{"$schema":"/click/1.0.0","long":${long},"deep":${deep}}, ${JSON.stringify(click({ skin: "a" }))}]`,
  );
  await post(intake, click({ skin: "after" }));
  await viewer.until(() => JSON.stringify(viewer.events).includes('"after"'));
});

describe("personal data", () => {
  const seen = async (more: Partial<LiveOptions>, streamsText?: string): Promise<string> => {
    const intake = await start(more, streamsText);
    const viewer = await Viewer.open(intake);
    await post(intake, [
      person({ ip: "192.0.2.1", clientIp: "192.0.2.2" }),
      person({ ip: "192.0.2.3", n: "x", address: { ip: "192.0.2.4" } }),
      { $schema: "/no/1.0.0", meta: { stream: "person" }, ip: "192.0.2.5" },
    ]);
    await viewer.sees(3);
    return JSON.stringify(viewer.messages);
  };

  test("is masked, also where an event was rejected or nobody knows its schema", async () => {
    const text = await seen({});
    expect(text).not.toContain("192.0.2.");
    expect(text).toContain('"ip":"(masked)"');
  });

  test("is shown where that was asked for, but for what the stream does not store", async () => {
    expect((await seen({ isMasked: false })).match(/192\.0\.2\.\d/g)).toHaveLength(5);
    const streams = "version: 1\nstreams: { person: { title: person, privacy: { ip-address: drop } } }\n";
    expect(await seen({ isMasked: false }, streams)).not.toMatch(/192\.0\.2\.[134]/);
  });
});

describe("beside events", () => {
  const read = async (intake: RunningIntake, path: string) => {
    const answer = await fetch(`${intake.url}/live/${path}`);
    return { status: answer.status, data: (await answer.json()) as unknown };
  };

  test("the schema's line is shown that rejected one", async () => {
    const intake = await start();
    const query = new URLSearchParams({ uri: "/click/1.0.0", pointer: "/properties/skin/maxLength" });
    const { data } = await read(intake, `schema?${query.toString()}`);
    const { file, line, first, lines, start: from, end } = data as SchemaExcerpt;
    expect([file, line, lines[line - first]?.slice(from, end)]).toEqual(["click/1.0.0.yaml", 8, "5"]);
    for (const uri of ["/no/1.0.0", "/../../etc/1.0.0", "x", ""]) {
      expect((await read(intake, `schema?${new URLSearchParams({ uri }).toString()}`)).status).toBe(404);
    }
  });

  test("there are events to send: an example, and one that is rejected", async () => {
    const intake = await start();
    expect((await read(intake, "choices")).data).toEqual({
      typesPackage: "types",
      choices: [
        { stream: "click", title: "click" },
        { stream: "person", title: "person" },
      ],
    });
    const example = (kind: string, title = "person") =>
      read(intake, `example?title=${title}&stream=s&kind=${kind}`);
    const { event } = (await example("example")).data as ExampleEvent;
    expect(event).toEqual({
      ip: "192.0.2.9",
      n: 1,
      $schema: "/person/1.0.0",
      meta: { domain: "canary", stream: "s" },
    });
    expect((await post(intake, event)).status).toBe(201);
    const broken = (await example("broken")).data as ExampleEvent;
    expect(broken.what).toBe("/ip has a value of another type");
    expect((await post(intake, broken.event)).status).toBe(400);
    for (const title of ["no", "..", "../..", ""]) expect((await example("example", title)).status).toBe(404);
  });

  test("saved sources are told to all viewers, and to those who come later", async () => {
    let tell: (edit: Edit) => void = () => undefined;
    let eventsOf: Parameters<EditWatcher["start"]>[1] = () => new Map();
    const calls: string[] = [];
    const edits: EditWatcher = {
      start(onEdit, ask) {
        calls.push("start");
        [tell, eventsOf] = [onEdit, ask];
      },
      stop: () => calls.push("stop"),
    };
    const intake = await start({ edits });
    expect(calls).toEqual([]);
    const viewer = await Viewer.open(intake);
    await post(intake, [click({ skin: "a" }), click({ skin: "too long" }), person({ ip: "192.0.2.1" })]);
    await viewer.sees(3);
    const asked = eventsOf(["click", "person", "other"]);
    expect([...asked.keys()]).toEqual(["click", "person", "other"]);
    expect(asked.get("click")?.map(({ number, isAccepted }) => [number, isAccepted])).toEqual([
      [1, true],
      [2, false],
    ]);
    expect(asked.get("other")).toEqual([]);
    expect(asked.get("person")?.[0]?.text).toContain("192.0.2.1");
    tell({ title: "click", at: 1 } as Edit);
    tell({ title: "click", at: 2 } as Edit);
    await viewer.until(() => viewer.named("edit").length === 2);
    const later = await Viewer.open(intake);
    expect(later.named("edit").map(({ data }) => data)).toEqual([{ title: "click", at: 2 }]);
    await intake.close();
    running.delete(intake);
    expect(calls).toEqual(["start", "stop"]);
  });
});

describe("who may look", () => {
  const paths = [
    "/live/",
    "/live/events",
    "/live/choices",
    "/live/schema?uri=/click/1.0.0",
    "/live/example?title=person&stream=s",
  ];

  test("nobody, where there is no live view", async () => {
    const intake = await startIntake({ schemas: writeSchemas(files) });
    running.add(intake);
    for (const path of paths) expect((await fetch(intake.url + path)).status, path).toBe(404);
  });

  /** The status of a request that names another host, as a page does that had its name lead here. */
  const statusFor = (intake: RunningIntake, path: string, host: string) =>
    new Promise<number | undefined>((done, fail) => {
      get(`${intake.url}${path}`, { headers: { host } }, (answer) => {
        answer.destroy();
        done(answer.statusCode);
      }).on("error", fail);
    });

  test("nobody under another name than this machine's", async () => {
    const intake = await start();
    for (const path of paths) expect(await statusFor(intake, path, "evil.example"), path).toBe(403);
    expect(await statusFor(intake, "/live/", "localhost:8192")).toBe(200);
    const guarded = await startIntake({ schemas: writeSchemas(files), isDevelopment: true });
    running.add(guarded);
    for (const path of ["/v1/_dev/events", "/v1/_dev/counts"]) {
      expect(await statusFor(guarded, path, "evil.example"), path).toBe(403);
      expect(await statusFor(guarded, path, "localhost"), path).toBe(200);
    }
    const reset = (headers: Record<string, string>) =>
      fetch(`${guarded.url}/v1/_dev/reset`, { method: "POST", headers });
    expect((await reset({ origin: "https://evil.example" })).status).toBe(403);
    expect((await reset({})).status).toBe(200);
  });

  test("no page of another site", async () => {
    const intake = await start();
    for (const path of paths.slice(1)) {
      const answer = await fetch(intake.url + path, { headers: { origin: "https://evil.example" } });
      expect([path, answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([
        path,
        403,
        null,
      ]);
    }
  });

  const token = "correct horse battery";
  const signIn = (intake: RunningIntake, given: string, headers: Record<string, string> = {}) =>
    fetch(`${intake.url}/live/sign-in`, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams({ token: given }).toString(),
    });

  test("those who know the token, where there is one", async () => {
    const intake = await start({ token });
    const page = await fetch(`${intake.url}/live/`);
    expect([page.status, await page.text()]).toEqual([401, expect.stringContaining("Sign in")]);
    for (const path of paths) expect((await fetch(intake.url + path)).status, path).toBe(401);
    expect((await fetch(`${intake.url}/live/assets/a.js`)).status).toBe(200);
    const wrong = await signIn(intake, "wrong");
    expect([wrong.status, wrong.headers.get("set-cookie"), await wrong.text()]).toEqual([
      401,
      null,
      expect.stringContaining("not the token"),
    ]);
    expect((await signIn(intake, token, { origin: "https://evil.example" })).status).toBe(403);
    const right = await signIn(intake, token);
    expect([right.status, right.headers.get("location")]).toEqual([303, "/live/"]);
    const cookie = right.headers.get("set-cookie")?.split(";")[0] ?? "";
    for (const path of paths.filter((one) => one !== "/live/events")) {
      expect((await fetch(intake.url + path, { headers: { cookie } })).status, path).toBe(200);
    }
    const viewer = await Viewer.open(intake, "", { cookie });
    viewer.close();
    // The token in an address lets nobody in.
    expect((await fetch(`${intake.url}/live/choices?token=${encodeURIComponent(token)}`)).status).toBe(401);
    expect(intake.log.join("\n")).not.toContain("horse");
  });

  test("the page is at an address that ends with a slash", async () => {
    const intake = await start();
    const answer = await fetch(`${intake.url}/live`, { redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/live/"]);
    const page = await fetch(`${intake.url}/live/?stream=click`);
    expect([page.status, await page.text()]).toEqual([200, "<title>Live</title>"]);
  });

  test("viewers keep no intake from closing", async () => {
    const intake = await start();
    await Viewer.open(intake);
    const began = performance.now();
    await intake.close();
    running.delete(intake);
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
