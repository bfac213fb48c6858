import { chmodSync, existsSync, readdirSync, writeFileSync } from "node:fs";
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

const version = "4.0.5";
const icebergJar = "iceberg-spark-runtime-4.0_2.13-1.10.0.jar";

/** Why Spark cannot run here; undefined where it can. */
export function whyNoSpark(): string | undefined {
  const reason = whyNoEngines();
  if (reason !== undefined) return reason;
  if (javaHome(17, true) === undefined) return "there is no Java 17";
  try {
    sparkHome();
    installIceberg();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The directory of Spark, as PyPI has it. */
export function sparkHome(): string {
  const environment = fetchOnce(`pyspark-${version}`, (scratch) => {
    if (!isThere("python3")) throw new Error("there is no Python to fetch Spark with");
    run("python3", ["-m", "venv", join(scratch, "venv")]);
    run(join(scratch, "venv/bin/python"), [
      "-m",
      "pip",
      "install",
      "-q",
      "--no-input",
      `pyspark==${version}`,
    ]);
    return join(scratch, "venv");
  });
  const lib = readdirSync(join(environment, "lib")).find((name) => name.startsWith("python3"));
  const home = join(environment, "lib", lib ?? "", "site-packages/pyspark");
  if (!existsSync(home)) throw new Error(`there is no Spark in ${environment}`);
  return home;
}

function installIceberg(): string {
  return fetchOnce(icebergJar, (scratch) => {
    if (!isThere("mvn")) throw new Error("there is no Maven to fetch Iceberg with");
    const artifact = "org.apache.iceberg:iceberg-spark-runtime-4.0_2.13:1.10.0";
    run("mvn", ["-q", "-B", "dependency:copy", `-Dartifact=${artifact}`, `-DoutputDirectory=${scratch}`]);
    return join(scratch, icebergJar);
  });
}

/**
 * Runs statements in one Spark, with a Hive metastore below the directory and Iceberg's catalog `ice`. Returns what each
 * SELECT of the form `SELECT to_json(…)` printed, a line a row. Throws with Spark's words where a statement is refused.
 */
export function runSpark(directory: string, statements: readonly string[]): string[] {
  const home = sparkHome();
  const file = join(directory, "statements.sql");
  writeFileSync(file, statements.map((statement) => `${statement};\n`).join(""));
  const settings = {
    ...metastore(directory),
    "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
    "spark.sql.catalog.ice": "org.apache.iceberg.spark.SparkCatalog",
    "spark.sql.catalog.ice.type": "hadoop",
    "spark.sql.catalog.ice.warehouse": join(directory, "iceberg"),
  };
  const output = run(
    join(home, "bin/spark-sql"),
    [
      "--master",
      "local[2]",
      "--driver-memory",
      "1g",
      "--jars",
      installIceberg(),
      ...Object.entries(settings).flatMap(([name, value]) => ["--conf", `${name}=${value}`]),
      "-f",
      file,
    ],
    {
      cwd: directory,
      env: sparkEnvironment(),
    },
  );
  return output.split("\n").filter((line) => line.startsWith("{") || line.startsWith("["));
}

/** Settings of a Spark with a Hive metastore below a directory. */
function metastore(directory: string): Readonly<Record<string, string>> {
  return {
    "spark.sql.warehouse.dir": join(directory, "warehouse"),
    "spark.sql.catalogImplementation": "hive",
    "spark.hadoop.javax.jdo.option.ConnectionURL": `jdbc:derby:;databaseName=${directory}/metastore;create=true`,
    "spark.driver.extraJavaOptions": [
      ...shortLivedJava,
      `-Dderby.system.home=${directory}`,
      "-Duser.timezone=UTC",
    ].join(" "),
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
  };
}

/** What Spark’s programs run with. */
export function sparkEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    SPARK_HOME: sparkHome(),
    JAVA_HOME: javaHome(17, true) as string,
    SPARK_LOCAL_IP: "127.0.0.1",
    SPARK_LOCAL_HOSTNAME: "localhost",
    LC_ALL: "C.UTF-8",
    // Of the program that only puts Spark's command together.
    SPARK_LAUNCHER_OPTS: shortLivedJava.join(" "),
  };
}

/** Spark’s Thrift Server on loopback, which speaks as HiveServer2 does. */
export interface SparkServer {
  readonly server: Server;
  readonly port: number;
  /** Path of Hive’s own client, as Spark ships it. */
  readonly beeline: string;
}

export async function startSparkServer(): Promise<SparkServer> {
  const home = sparkHome();
  const directory = Server.directory("spark");
  const port = await freePort();
  const settings = {
    ...metastore(directory),
    "spark.hadoop.hive.server2.thrift.bind.host": "127.0.0.1",
    "spark.hadoop.hive.server2.thrift.port": String(port),
  };
  const server = Server.start(
    directory,
    join(home, "bin/spark-submit"),
    [
      "--master",
      "local[2]",
      "--driver-memory",
      "1g",
      ...Object.entries(settings).flatMap(([name, value]) => ["--conf", `${name}=${value}`]),
      "--class",
      "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
      "spark-internal",
    ],
    sparkEnvironment(),
  );
  await server.ready({ port });
  const beeline = join(directory, "beeline");
  const java = javaHome(17, true) as string;
  writeFileSync(
    beeline,
    `#!/bin/sh\nexec "${java}/bin/java" ${shortLivedJava.join(" ")} -Dfile.encoding=UTF-8 -cp "${home}/jars/*" org.apache.hive.beeline.BeeLine "$@"\n`,
  );
  chmodSync(beeline, 0o755);
  return { server, port, beeline };
}
