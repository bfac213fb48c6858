import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  fetchOnce,
  freePort,
  isThere,
  javaHome,
  run,
  Server,
  shortLivedJava,
  whyNoEngines,
} from "./server.ts";

/** The last version whose server Maven Central has; it wants Java 24 or later. */
const version = "476";

/** What its catalogs need. */
const plugins = ["hive", "iceberg"];

/** Why no Trino can run here; undefined where one can. */
export function whyNoTrino(): string | undefined {
  const reason = whyNoEngines();
  if (reason !== undefined) return reason;
  if (javaHome(24) === undefined) return "there is no Java 24 or later";
  try {
    install();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function install(): string {
  return fetchOnce(`trino-server-${version}`, (scratch) => {
    if (!isThere("mvn")) throw new Error("there is no Maven to fetch Trino with");
    const archive = `trino-server-${version}.tar.gz`;
    run("mvn", [
      "-q",
      "-B",
      `-Dmaven.repo.local=${scratch}/m2`,
      "dependency:copy",
      `-Dartifact=io.trino:trino-server:${version}:tar.gz`,
      `-DoutputDirectory=${scratch}`,
    ]);
    run("tar", ["xzf", archive], { cwd: scratch });
    const home = join(scratch, `trino-server-${version}`);
    // The others are large.
    for (const name of readdirSync(join(home, "plugin"))) {
      if (!plugins.includes(name)) rmSync(join(home, "plugin", name), { recursive: true });
    }
    return home;
  });
}

/** A Trino of one node on loopback, with catalogs `hive` and `iceberg` over files. */
export interface TrinoServer {
  readonly server: Server;
  readonly address: string;
  /** The directory that its catalogs name `local:///`. */
  readonly lake: string;
}

export async function startTrino(): Promise<TrinoServer> {
  const home = install();
  const directory = Server.directory("trino");
  const [etc, data, lake] = ["etc", "data", "lake"].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(join(etc, "catalog"), { recursive: true });
  for (const name of [data, join(lake, "hive"), join(lake, "iceberg")]) mkdirSync(name, { recursive: true });
  const pluginDirectory = join(directory, "plugin");
  mkdirSync(pluginDirectory);
  // Each plugin costs time to start, and a cache of before may hold more of them.
  for (const name of plugins) symlinkSync(join(home, "plugin", name), join(pluginDirectory, name));
  const port = await freePort();
  const files: Readonly<Record<string, readonly string[]>> = {
    "node.properties": ["node.environment=test", "node.id=test", `node.data-dir=${data}`],
    "jvm.config": [
      "-Xmx1500M",
      "-XX:+ExitOnOutOfMemoryError",
      ...shortLivedJava,
      "-XX:ReservedCodeCacheSize=256M",
      "-Djdk.attach.allowAttachSelf=true",
      "--enable-native-access=ALL-UNNAMED",
    ],
    "config.properties": [
      "coordinator=true",
      "node-scheduler.include-coordinator=true",
      `http-server.http.port=${port}`,
      "http-server.http.enabled=true",
      "node.internal-address=127.0.0.1",
      "node.bind-ip=127.0.0.1",
      `discovery.uri=http://127.0.0.1:${port}`,
      "query.max-memory=500MB",
      "query.max-memory-per-node=500MB",
      "memory.heap-headroom-per-node=300MB",
      "catalog.management=static",
      `plugin.dir=${pluginDirectory}`,
    ],
    "catalog/hive.properties": [
      "connector.name=hive",
      "hive.metastore=file",
      "hive.metastore.catalog.dir=local:///hive",
      "fs.native-local.enabled=true",
      `local.location=${lake}`,
      "hive.non-managed-table-writes-enabled=true",
      "hive.non-managed-table-creates-enabled=true",
    ],
    "catalog/iceberg.properties": [
      "connector.name=iceberg",
      "iceberg.catalog.type=TESTING_FILE_METASTORE",
      "hive.metastore.catalog.dir=local:///iceberg",
      "fs.native-local.enabled=true",
      `local.location=${lake}`,
    ],
  };
  for (const [name, lines] of Object.entries(files)) writeFileSync(join(etc, name), `${lines.join("\n")}\n`);
  const java = javaHome(24) as string;
  const server = Server.start(
    directory,
    join(home, "bin/launcher"),
    ["run", "--etc-dir", etc, "--data-dir", data],
    { ...process.env, JAVA_HOME: java, PATH: `${java}/bin:${process.env["PATH"]}` },
  );
  await server.ready({ says: /SERVER STARTED/ });
  return { server, address: `http://127.0.0.1:${port}`, lake };
}
