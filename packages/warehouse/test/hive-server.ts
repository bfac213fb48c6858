import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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

const version = "4.0.1";

/** Why no Hive can run here; undefined where one can. */
export function whyNoHive(): string | undefined {
  const reason = whyNoEngines();
  if (reason !== undefined) return reason;
  if (javaHome(17, true) === undefined) return "there is no Java 17";
  try {
    install();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Hive as Maven has it, with what it needs of Hadoop and Tez. */
function install(): string {
  return fetchOnce(`hive-${version}`, (scratch) => {
    if (!isThere("mvn")) throw new Error("there is no Maven to fetch Hive with");
    const artifacts = [
      ...["hive-service", "hive-jdbc", "hive-standalone-metastore-server"].map((name) => [
        "org.apache.hive",
        name,
        version,
      ]),
      ...[
        "hadoop-client",
        "hadoop-hdfs",
        "hadoop-hdfs-client",
        "hadoop-mapreduce-client-jobclient",
        "hadoop-mapreduce-client-shuffle",
      ].map((name) => ["org.apache.hadoop", name, "3.3.6"]),
      ["org.apache.tez", "tez-dag", "0.10.4"],
      ["org.apache.tez", "tez-mapreduce", "0.10.4"],
      ["org.datanucleus", "datanucleus-api-jdo", "5.2.8"],
      ["org.datanucleus", "datanucleus-rdbms", "5.2.10"],
      ["org.datanucleus", "datanucleus-core", "5.2.10"],
      ["org.datanucleus", "javax.jdo", "3.2.0-release"],
      ["org.apache.derby", "derby", "10.14.2.0"],
    ];
    const dependencies = artifacts.map(
      ([group, name, at]) =>
        `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${at}</version><exclusions><exclusion><groupId>org.pac4j</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>`,
    );
    // Tez was compiled against protobuf 3; Maven would choose an older one.
    writeFileSync(
      join(scratch, "pom.xml"),
      `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
       <groupId>addendum</groupId><artifactId>hive</artifactId><version>1</version>
       <dependencyManagement><dependencies><dependency><groupId>com.google.protobuf</groupId><artifactId>protobuf-java</artifactId><version>3.24.4</version></dependency></dependencies></dependencyManagement>
       <dependencies>${dependencies.join("\n")}</dependencies></project>`,
    );
    run(
      "mvn",
      [
        "-q",
        "-B",
        "dependency:copy-dependencies",
        "-DincludeScope=runtime",
        `-DoutputDirectory=${scratch}/lib`,
      ],
      {
        cwd: scratch,
      },
    );
    // The shaded client hides Hadoop's own classes, and two bindings of one logger are one too many.
    for (const name of readdirSync(join(scratch, "lib"))) {
      if (/^(hadoop-client-api|slf4j-reload4j)-/.test(name)) rmSync(join(scratch, "lib", name));
    }
    return scratch;
  });
}

const opened = [
  "lang",
  "lang.invoke",
  "util",
  "util.concurrent",
  "util.concurrent.atomic",
  "util.regex",
  "io",
  "net",
  "nio",
  "text",
  "time",
];

/** The last version of Hive's own client that Maven Central has. */
const clientVersion = "3.1.3";

/**
 * Hive's own client as a program. Returns its path.
 * @param directory where the program may lie
 */
export function installBeeline(directory: string): string {
  const jars = fetchOnce(`hive-beeline-${clientVersion}`, (scratch) => {
    if (!isThere("mvn")) throw new Error("there is no Maven to fetch beeline with");
    for (const artifact of [
      `org.apache.hive:hive-beeline:${clientVersion}`,
      "net.sf.supercsv:super-csv:2.2.0",
    ]) {
      run("mvn", ["-q", "-B", "dependency:copy", `-Dartifact=${artifact}`, `-DoutputDirectory=${scratch}`]);
    }
    return scratch;
  });
  const program = join(directory, "beeline");
  const java = javaHome(17, true) as string;
  const classes = `${jars}/*:${install()}/lib/*`;
  writeFileSync(
    program,
    `#!/bin/sh\nexec "${java}/bin/java" ${shortLivedJava.join(" ")} -Dfile.encoding=UTF-8 -cp "${classes}" org.apache.hive.beeline.BeeLine "$@"\n`,
    { mode: 0o755 },
  );
  return program;
}

/** A HiveServer2 with a metastore of its own, on loopback; its tables lie below its directory. */
export interface HiveServer {
  readonly server: Server;
  readonly port: number;
  /** Where tables may lie. */
  readonly lake: string;
}

export async function startHive(): Promise<HiveServer> {
  const home = install();
  const directory = Server.directory("hive");
  const port = await freePort();
  const lake = join(directory, "lake");
  for (const name of ["conf", "warehouse", "scratch", "lake"]) mkdirSync(join(directory, name));
  const settings: Readonly<Record<string, string | number | boolean>> = {
    "javax.jdo.option.ConnectionURL": `jdbc:derby:;databaseName=${directory}/metastore;create=true`,
    "javax.jdo.option.ConnectionDriverName": "org.apache.derby.jdbc.EmbeddedDriver",
    "datanucleus.schema.autoCreateAll": true,
    "hive.metastore.schema.verification": false,
    "hive.metastore.warehouse.dir": `file://${directory}/warehouse`,
    "hive.metastore.warehouse.external.dir": `file://${directory}/warehouse`,
    "hive.metastore.event.db.notification.api.auth": false,
    "hive.exec.scratchdir": `file://${directory}/scratch`,
    "hive.exec.local.scratchdir": `${directory}/scratch/local`,
    "hive.exec.submit.local.task.via.child": false,
    "hive.exec.dynamic.partition.mode": "nonstrict",
    "hive.server2.thrift.bind.host": "127.0.0.1",
    "hive.server2.thrift.port": port,
    "hive.server2.enable.doAs": false,
    "hive.server2.webui.port": -1,
    "hive.server2.logging.operation.enabled": false,
    "hive.server2.tez.initialize.default.sessions": false,
    "hive.execution.engine": "tez",
    "tez.local.mode": true,
    "tez.runtime.optimize.local.fetch": true,
    "hive.support.concurrency": false,
    "hive.txn.manager": "org.apache.hadoop.hive.ql.lockmgr.DummyTxnManager",
    "hive.stats.autogather": false,
    "hive.notification.event.poll.interval": 0,
    "fs.defaultFS": "file:///",
    "mapreduce.framework.name": "local",
  };
  const properties = Object.entries(settings).map(
    ([name, value]) => `<property><name>${name}</name><value>${value}</value></property>`,
  );
  writeFileSync(
    join(directory, "conf/hive-site.xml"),
    `<configuration>${properties.join("\n")}</configuration>`,
  );
  const log = `status = ERROR
name = Hive
appenders = console
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %p %c{2}: %m%n
rootLogger.level = WARN
rootLogger.appenderRefs = console
rootLogger.appenderRef.console.ref = console
`;
  for (const name of ["log4j2", "hive-log4j2"])
    writeFileSync(join(directory, `conf/${name}.properties`), log);
  const java = javaHome(17, true) as string;
  const server = Server.start(
    directory,
    `${java}/bin/java`,
    [
      ...opened.map((name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`),
      "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
      "--add-opens=java.base/sun.security.action=ALL-UNNAMED",
      ...shortLivedJava,
      "-Xmx1g",
      "-Djava.net.preferIPv4Stack=true",
      "-Dfile.encoding=UTF-8",
      `-Dderby.system.home=${directory}`,
      "-Duser.timezone=UTC",
      "-cp",
      `${directory}/conf:${home}/lib/*`,
      "org.apache.hive.service.server.HiveServer2",
    ],
    // Without a locale of UTF-8, names and comments outside ASCII are lost.
    { ...process.env, LC_ALL: "C.UTF-8" },
  );
  await server.ready({ port });
  return { server, port, lake };
}
