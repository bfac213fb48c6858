import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";

const version = "3.9.1";
/** Java then compiles each method once, quickly: what lives for seconds gains nothing by more. */
const shortLivedJava = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"] as const;
const cache = join(import.meta.dirname, "../../../node_modules/.cache/addendum-kafka", version);

/** Why no broker can run here; undefined where one can. In CI that is a failure, not a reason to skip. */
export function whyNoKafka(): string | undefined {
  if (spawnSync("java", ["-version"]).status !== 0) return "there is no Java";
  if (existsSync(cache)) return undefined;
  if (spawnSync("mvn", ["-v"]).status !== 0) return "there is no Maven to fetch Kafka with";
  return fetchKafka();
}

/** Fetches Kafka's artifacts and what they need, once. */
function fetchKafka(): string | undefined {
  const scratch = mkdtempSync(join(tmpdir(), "addendum-kafka-"));
  const dependency = (group: string, name: string, at: string) =>
    `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${at}</version></dependency>`;
  writeFileSync(
    join(scratch, "pom.xml"),
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
     <groupId>addendum</groupId><artifactId>kafka</artifactId><version>1</version><dependencies>
     ${dependency("org.apache.kafka", "kafka_2.13", version)}
     ${dependency("org.slf4j", "slf4j-nop", "1.7.36")}
     </dependencies></project>`,
  );
  try {
    execFileSync("mvn", ["-q", "-B", "dependency:copy-dependencies", `-DoutputDirectory=${scratch}/lib`], {
      cwd: scratch,
      stdio: "pipe",
      timeout: 300_000,
    });
    mkdirSync(join(cache, ".."), { recursive: true });
    renameSync(join(scratch, "lib"), cache);
    return undefined;
  } catch (error) {
    if (existsSync(cache)) return undefined;
    return `Kafka could not be fetched: ${(error as Error).message.split("\n")[0] ?? ""}`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A real Kafka broker of one node, on loopback, in a directory of its own. */
export class KafkaBroker {
  readonly address: string;
  /** Where connections are encrypted, with {@link certificate}, and say who they are: anna, with “secret”. */
  readonly secureAddress: string;
  private readonly directory: string;
  private readonly port: number;
  private child: ChildProcess | undefined;

  private constructor(directory: string, port: number, securePort: number) {
    this.directory = directory;
    this.port = port;
    this.address = `127.0.0.1:${port}`;
    this.secureAddress = `127.0.0.1:${securePort}`;
  }

  /** The path of the certificate that its secure connections have. */
  get certificate(): string {
    return join(this.directory, "certificate.pem");
  }

  static async start(): Promise<KafkaBroker> {
    const directory = mkdtempSync(join(tmpdir(), "addendum-broker-"));
    const [port, controller, secure] = [await freePort(), await freePort(), await freePort()];
    makeCertificate(directory);
    writeFileSync(
      join(directory, "server.properties"),
      `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=PLAINTEXT://127.0.0.1:${port},SECURE://127.0.0.1:${secure},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${port},SECURE://127.0.0.1:${secure}
inter.broker.listener.name=PLAINTEXT
ssl.keystore.location=${directory}/keystore.p12
ssl.keystore.password=changeit
listener.name.secure.sasl.enabled.mechanisms=PLAIN
listener.name.secure.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_anna="secret";
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURE:SASL_SSL
log.dirs=${directory}/data
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
num.partitions=2
auto.create.topics.enable=true
`,
    );
    const properties = join(directory, "server.properties");
    execFileSync("java", [
      ...shortLivedJava,
      "-cp",
      `${cache}/*`,
      "kafka.tools.StorageTool",
      "format",
      "-t",
      "addendumTestClusterId0",
      "-c",
      properties,
    ]);
    const broker = new KafkaBroker(directory, port, secure);
    await broker.resume();
    return broker;
  }

  /** Starts it again, with what it held. */
  async resume(): Promise<void> {
    const properties = join(this.directory, "server.properties");
    this.child = spawn(
      "java",
      [...shortLivedJava, "-Xmx512m", "-cp", `${cache}/*`, "kafka.Kafka", properties],
      {
        stdio: "ignore",
      },
    );
    for (let attempt = 0; attempt < 300; attempt++) {
      if (await isOpen(this.port)) return;
      await new Promise((later) => setTimeout(later, 200));
    }
    throw new Error("the broker does not start");
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await ended;
    this.child = undefined;
  }

  /** Lets it hang, its connections open; or go on. */
  freeze(isFrozen: boolean): void {
    this.child?.kill(isFrozen ? "SIGSTOP" : "SIGCONT");
  }

  async remove(): Promise<void> {
    await this.stop("SIGKILL");
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function makeCertificate(directory: string): void {
  const keytool = (...more: string[]) =>
    execFileSync(
      "keytool",
      [...more, "-alias", "broker", "-keystore", join(directory, "keystore.p12"), "-storepass", "changeit"],
      { stdio: "pipe" },
    );
  keytool(
    "-genkeypair",
    "-keyalg",
    "RSA",
    "-storetype",
    "PKCS12",
    "-dname",
    "CN=localhost",
    "-ext",
    "san=ip:127.0.0.1,dns:localhost",
  );
  keytool("-exportcert", "-rfc", "-file", join(directory, "certificate.pem"));
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      answer(true);
    });
    socket.once("error", () => answer(false));
  });
}
