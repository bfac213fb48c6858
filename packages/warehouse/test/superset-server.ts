import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fetchOnce, freePort, isThere, run, Server, whyNoEngines } from "./server.ts";

const version = "6.1.0";

/** Superset 6.1.0 forgets rich and cachetools, and does not run with Flask-Caching 2.4 or later. */
const requirements = [
  `apache-superset==${version}`,
  "flask-caching==2.3.1",
  "rich",
  "cachetools",
  "duckdb",
  "duckdb-engine",
];

/** Why no Superset can run here; undefined where one can. */
export function whyNoSuperset(): string | undefined {
  const reason = whyNoEngines();
  if (reason !== undefined) return reason;
  try {
    install();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const user = { username: "admin", password: "admin" };

const configuration = `import os
SECRET_KEY = "only-for-tests-0123456789abcdef0123456789abcdef"
SQLALCHEMY_DATABASE_URI = "sqlite:///" + os.environ["SUPERSET_HOME"] + "/superset.db"
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
RATELIMIT_ENABLED = False
`;

/** Superset as PyPI has it, with its own database as it is before anybody has done anything. */
function install(): string {
  return fetchOnce(`superset-${version}`, (scratch) => {
    if (!isThere("python3")) throw new Error("there is no Python to fetch Superset with");
    const minor = Number(run("python3", ["-c", "import sys; print(sys.version_info.minor)"]));
    if (minor < 10 || minor > 12) throw new Error(`Superset runs on Python 3.10 to 3.12, not on 3.${minor}`);
    const home = join(scratch, "venv");
    run("python3", ["-m", "venv", home]);
    const pip = ["-m", "pip", "install", "-q", "--no-input", "--disable-pip-version-check"];
    run(join(home, "bin/python"), [...pip, ...requirements]);
    const account = ["--firstname", "a", "--lastname", "b", "--email", "a@localhost.invalid"];
    const named = ["--username", user.username, "--password", user.password];
    const env = environment(home);
    writeFileSync(join(home, "superset_config.py"), configuration);
    for (const args of [["db", "upgrade"], ["fab", "create-admin", ...named, ...account], ["init"]])
      run(join(home, "bin/python"), [join(home, "bin/superset"), ...args], { env });
    return home;
  });
}

/** @param directory of its configuration and its database */
function environment(directory: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    SUPERSET_HOME: directory,
    SUPERSET_CONFIG_PATH: join(directory, "superset_config.py"),
    FLASK_APP: "superset",
  };
}

/** A Superset on loopback, and its administrator. */
export class Superset {
  readonly server: Server;
  private readonly address: string;
  private readonly token: string;

  private constructor(server: Server, address: string, token: string) {
    this.server = server;
    this.address = address;
    this.token = token;
  }

  static async start(): Promise<Superset> {
    const home = install();
    const directory = Server.directory("superset");
    for (const name of ["superset_config.py", "superset.db"])
      copyFileSync(join(home, name), join(directory, name));
    const port = await freePort();
    const server = Server.start(
      directory,
      join(home, "bin/python"),
      [join(home, "bin/superset"), "run", "-h", "127.0.0.1", "-p", String(port), "--with-threads"],
      environment(directory),
    );
    await server.ready({ port });
    const address = `http://127.0.0.1:${port}`;
    const { access_token: token } = (await answerOf(
      await fetch(`${address}/api/v1/security/login`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...user, provider: "db", refresh: true }),
      }),
    )) as { access_token: string };
    return new Superset(server, address, token);
  }

  /** What a path of the API has. Rejects with Superset's own words. */
  async get(path: string): Promise<unknown> {
    return answerOf(await fetch(`${this.address}${path}`, { headers: this.headers() }));
  }

  async post(path: string, body: unknown): Promise<unknown> {
    const headers = { ...this.headers(), "Content-Type": "application/json" };
    return answerOf(
      await fetch(`${this.address}${path}`, { method: "POST", headers, body: JSON.stringify(body) }),
    );
  }

  /** Imports what “Export” of a dashboard makes. */
  async importDashboards(zip: Uint8Array<ArrayBuffer>): Promise<void> {
    const body = new FormData();
    body.set("formData", new Blob([zip], { type: "application/zip" }), "dashboards.zip");
    body.set("overwrite", "true");
    const headers = this.headers();
    await answerOf(
      await fetch(`${this.address}/api/v1/dashboard/import/`, { method: "POST", headers, body }),
    );
  }

  private headers(): Readonly<Record<string, string>> {
    return { Authorization: `Bearer ${this.token}` };
  }
}

async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!response.ok) throw new Error(`Superset: ${response.status} ${text.slice(0, 2000)}`);
  return JSON.parse(text);
}
