import { mkdirSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { freePort, isThere, run, Server, whyNoEngines } from "./server.ts";

/** Why no MariaDB can run here; undefined where one can. */
export function whyNoMariaDb(): string | undefined {
  return (
    whyNoEngines() ?? (isThere("mariadbd") ? undefined : "there is no mariadbd (Debian: mariadb-server)")
  );
}

/** A MariaDB on loopback, in a directory of its own, with a user `research` and an option file for clients. */
export interface MariaDbServer {
  readonly server: Server;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Path of a my.cnf. */
  readonly optionFile: string;
}

export async function startMariaDb(): Promise<MariaDbServer> {
  const directory = Server.directory("mariadb");
  const [data, socket] = [join(directory, "data"), join(directory, "sock")];
  mkdirSync(data);
  run("mariadb-install-db", [
    "--no-defaults",
    `--datadir=${data}`,
    "--auth-root-authentication-method=normal",
    "--skip-test-db",
  ]);
  const port = await freePort();
  const server = Server.start(directory, "mariadbd", [
    "--no-defaults",
    `--user=${userInfo().username}`,
    `--datadir=${data}`,
    `--socket=${socket}`,
    `--port=${port}`,
    "--bind-address=127.0.0.1",
    "--skip-log-bin",
    "--innodb-flush-log-at-trx-commit=0",
    "--character-set-server=utf8mb4",
  ]);
  await server.ready({ port });
  const [user, password] = ["research", "se#cr;et"];
  run("mariadb", [
    "--no-defaults",
    "-uroot",
    `-S${socket}`,
    "-e",
    `CREATE USER ${user}@'127.0.0.1' IDENTIFIED BY '${password}'; GRANT ALL ON *.* TO ${user}@'127.0.0.1'`,
  ]);
  const optionFile = join(directory, "my.cnf");
  writeFileSync(
    optionFile,
    `[client]\nhost = 127.0.0.1\nport = ${port}\nuser = ${user}\npassword = "${password}"\n`,
    { mode: 0o600 },
  );
  return { server, port, user, password, optionFile };
}
