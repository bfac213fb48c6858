import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, isThere, run, Server, whyNoEngines } from "../../warehouse/test/server.ts";

/** Why no Graphite can run here; undefined where one can. */
export function whyNoGraphite(): string | undefined {
  const reason = whyNoEngines();
  if (reason !== undefined) return reason;
  if (!isThere("carbon-cache")) return "there is no carbon-cache (Debian: graphite-carbon)";
  try {
    run("/usr/bin/python3", ["-c", "import graphite"]);
    return undefined;
  } catch {
    return "there is no graphite-web (Debian: graphite-web)";
  }
}

/** Carbon and graphite-web on loopback, in a directory of their own; a value a day is stored. */
export interface GraphiteServer {
  /** Of the plaintext protocol. */
  readonly port: number;
  /** Asks `/render`: path → the values that are not null, by their seconds since 1970. */
  render(target: string, from: number, until: number): Promise<Record<string, Record<string, number>>>;
  stop(): Promise<void>;
}

export async function startGraphite(): Promise<GraphiteServer> {
  const directory = Server.directory("graphite");
  const [port, pickle, query, web] = [await freePort(), await freePort(), await freePort(), await freePort()];
  for (const path of ["conf", "storage/whisper", "storage/log", "run", "web"])
    mkdirSync(join(directory, path), { recursive: true });
  const settings = {
    STORAGE_DIR: `${directory}/storage/`,
    CONF_DIR: `${directory}/conf/`,
    LOG_DIR: `${directory}/storage/log/`,
    PID_DIR: `${directory}/run/`,
    LOCAL_DATA_DIR: `${directory}/storage/whisper/`,
    USER: "",
    MAX_CACHE_SIZE: "inf",
    MAX_UPDATES_PER_SECOND: "inf",
    MAX_CREATES_PER_MINUTE: "inf",
    LINE_RECEIVER_INTERFACE: "127.0.0.1",
    LINE_RECEIVER_PORT: port,
    PICKLE_RECEIVER_INTERFACE: "127.0.0.1",
    PICKLE_RECEIVER_PORT: pickle,
    CACHE_QUERY_INTERFACE: "127.0.0.1",
    CACHE_QUERY_PORT: query,
    WHISPER_AUTOFLUSH: "True",
    ENABLE_TAGS: "False",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  writeFileSync(join(directory, "conf/carbon.conf"), `[cache]\n${lines.join("")}`);
  writeFileSync(join(directory, "conf/storage-schemas.conf"), "[all]\npattern = .*\nretentions = 1d:5y\n");
  writeFileSync(
    join(directory, "conf/storage-aggregation.conf"),
    "[all]\npattern = .*\nxFilesFactor = 0\naggregationMethod = sum\n",
  );
  writeFileSync(
    join(directory, "web/throwaway_settings.py"),
    'import os\nos.environ.setdefault("GRAPHITE_SETTINGS_MODULE", "throwaway_local")\nfrom graphite.settings import *\n',
  );
  writeFileSync(
    join(directory, "web/throwaway_local.py"),
    `SECRET_KEY = "throw-away"
TIME_ZONE = "UTC"
ALLOWED_HOSTS = ["*"]
STORAGE_DIR = "${directory}/storage"
WHISPER_DIR = "${directory}/storage/whisper"
STANDARD_DIRS = [WHISPER_DIR]
CONF_DIR = "${directory}/conf"
LOG_DIR = "${directory}/storage/log"
INDEX_FILE = "${directory}/storage/index"
CARBONLINK_HOSTS = ["127.0.0.1:${query}"]
DATABASES = {"default": {"NAME": "${directory}/storage/graphite.db", "ENGINE": "django.db.backends.sqlite3"}}
TAGDB = "graphite.tags.localdatabase.LocalDatabaseTagDB"
`,
  );
  const env = {
    ...process.env,
    PYTHONPATH: join(directory, "web"),
    GRAPHITE_SETTINGS_MODULE: "throwaway_local",
    DJANGO_SETTINGS_MODULE: "graphite.settings",
  };
  const carbon = Server.start(directory, "carbon-cache", [
    `--config=${directory}/conf/carbon.conf`,
    "--nodaemon",
    "start",
  ]);
  const python = ["-m", "django"];
  run("/usr/bin/python3", [...python, "migrate", "--run-syncdb"], { env });
  const pages = Server.start(
    directory,
    "/usr/bin/python3",
    [...python, "runserver", "--noreload", "--insecure", `127.0.0.1:${web}`],
    env,
  );
  await carbon.ready({ port });
  await pages.ready({ port: web });
  return {
    port,
    async render(target, from, until) {
      const query = new URLSearchParams({ target, from: String(from), until: String(until), format: "json" });
      const response = await fetch(`http://127.0.0.1:${web}/render?${query}`);
      const series = (await response.json()) as { target: string; datapoints: [number | null, number][] }[];
      return Object.fromEntries(
        series.map(({ target: name, datapoints }) => [
          name,
          Object.fromEntries(
            datapoints.flatMap(([value, time]) => (value === null ? [] : [[String(time), value]])),
          ),
        ]),
      );
    },
    async stop() {
      await pages.stop();
      await carbon.stop();
    },
  };
}
