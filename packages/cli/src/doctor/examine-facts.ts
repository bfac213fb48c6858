import type { Severity } from "@addendum/schema-repository";
import type { AddressFact, Facts, MyCnfFact, PartFact, ProxyFact, ShardsFact } from "./facts.ts";

/** The result of one check, and what to do about it. */
export interface Check {
  readonly subject: string;
  readonly level: "ok" | Severity;
  readonly says: string;
  readonly advice?: string;
}

/** Source: `engines` of package.json. */
const leastNode: readonly [number, number] = [20, 19];

/** The checks of gathered facts, in the order in which a person would look at them. */
export function examineFacts(facts: Facts): readonly Check[] {
  return [
    checkNode(facts.node),
    facts.git === undefined
      ? problem(
          "git",
          "it is not installed, or not on the PATH.",
          "Install git. Addendum uses it to find the published versions.",
        )
      : ok("git", facts.git.replace(/^git version /, "")),
    ...checkRepository(facts.repository),
    ...facts.parts.flatMap(checkPart),
    ...checkKerberos(facts),
    ...(facts.myCnf === undefined ? [] : checkMyCnf(facts.myCnf)),
    ...(facts.hasUnnamedMyCnf
      ? [
          remark(
            "warehouse.mariadb",
            "~/.my.cnf exists but is not read.",
            "If it is for this server, set `myCnf: ~/.my.cnf` under warehouse.mariadb.",
          ),
        ]
      : []),
    ...(facts.shards === undefined ? [] : checkShards(facts.shards)),
    ...(facts.duckDbFile === undefined ? [] : [checkDuckDbFile(facts.duckDbFile)]),
    ...facts.addresses.map((address) => checkAddress(address, facts)),
    ...checkProxies(facts),
  ];
}

function ok(subject: string, says: string): Check {
  return { subject, level: "ok", says };
}

function problem(subject: string, says: string, advice: string): Check {
  return { subject, level: "error", says, advice };
}

function warning(subject: string, says: string, advice: string): Check {
  return { subject, level: "warn", says, advice };
}

function remark(subject: string, says: string, advice: string): Check {
  return { subject, level: "info", says, advice };
}

function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = leastNode;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return ok("Node", version);
  return problem(
    "Node",
    `${version} is too old.`,
    `Install Node ${leastMajor}.${leastMinor} or later, for instance with nvm: no administrator is needed.`,
  );
}

function checkRepository(repository: Facts["repository"]): readonly Check[] {
  if (repository === undefined) {
    const says = "there is no schema repository here or above, so no connection is checked.";
    return [remark("repository", says, "Run it in one, or name one with --repo DIR.")];
  }
  const { published, lake } = repository;
  return [
    "name" in published
      ? ok("repository", `${repository.root}; the published versions are those on ${published.name}`)
      : problem("repository", published.problem, "`deploy` and `check` must know what is published."),
    ...(lake === undefined
      ? []
      : [
          lake.problem === undefined
            ? ok("lake", lake.path)
            : problem(
                "lake",
                lake.problem,
                "Restore the manifest from a copy, or load into a new directory.",
              ),
        ]),
  ];
}

function checkPart({ name, needs, isAsked, problem: found }: PartFact): readonly Check[] {
  if (found === undefined) return [ok(name, "is installed")];
  const isMissing = found === "missing";
  const says = isMissing ? `it is not installed; ${needs} needs it.` : `it cannot be loaded: ${found}`;
  const advice = isMissing
    ? `Install it: npm install ${name}`
    : `Install it again on this machine: npm install ${name}. Its binaries are specific to one operating system.`;
  return [isAsked ? problem(name, says, advice) : remark(name, says, advice)];
}

function checkKerberos({ ticket, beeline }: Facts): readonly Check[] {
  const checks: Check[] = [];
  if (beeline !== undefined) {
    checks.push(
      beeline.isThere
        ? ok("beeline", beeline.program)
        : problem(
            "beeline",
            `${beeline.program} cannot be run.`,
            "Run this on a machine of the cluster, or install Hive's client and name it as warehouse.hive.beeline.",
          ),
    );
  }
  switch (ticket) {
    case undefined:
      break;
    case "valid":
      checks.push(ok("Kerberos", "there is a ticket"));
      break;
    case "none":
      checks.push(
        problem("Kerberos", "there is no valid ticket.", "Run `kinit`, and type your Kerberos password."),
      );
      break;
    case "no-klist":
      checks.push(
        problem(
          "Kerberos",
          "klist is not installed, so there is no ticket either.",
          "Install Kerberos' client (Debian: krb5-user) with the cluster's krb5.conf, or work on a machine of the cluster.",
        ),
      );
      break;
  }
  return checks;
}

function checkMyCnf({ path, problem: found, mode, hasPassword, hasServer }: MyCnfFact): readonly Check[] {
  const subject = `warehouse.mariadb.myCnf (${path})`;
  if (found !== undefined) {
    return [problem(subject, found, "Write it, or name another one. docs/access.md has a template.")];
  }
  const checks: Check[] = [];
  const shown = mode === undefined ? "" : (mode & 0o777).toString(8).padStart(3, "0");
  if (mode !== undefined && (mode & 0o002) !== 0) {
    const says = `everyone may write it (mode ${shown}), so MariaDB's own clients ignore it.`;
    checks.push(problem(subject, says, `Run: chmod 600 ${path}`));
  } else if (mode !== undefined && hasPassword && (mode & 0o077) !== 0) {
    const says = `it contains a password, and others may read it (mode ${shown}).`;
    checks.push(
      problem(subject, says, `Run: chmod 600 ${path}. Change the password if others use this machine.`),
    );
  }
  if (!hasServer) {
    const says = "neither it nor warehouse.mariadb names a server, so 127.0.0.1:3306 is used.";
    checks.push(remark(subject, says, "Write host and port below [client]."));
  }
  return checks.length > 0 ? checks : [ok(subject, shown === "" ? "can be read" : `mode ${shown}`)];
}

function checkShards({ dblists, problem: found, wikis, unnamed, unlisted }: ShardsFact): readonly Check[] {
  const subject = `warehouse.mariadb.dblists (${dblists})`;
  if (found !== undefined) return [problem(subject, found, "Name a directory of <shard>.dblist files.")];
  const checks: Check[] = [];
  if (wikis === 0) {
    checks.push(
      problem(subject, "no list contains a wiki.", "Put <shard>.dblist files there, with one wiki per line."),
    );
  }
  if (unnamed.length > 0) {
    const says = `the wikis of ${unnamed.join(", ")} have no server.`;
    checks.push(warning(subject, says, "Name it under warehouse.mariadb.shards: `s1: HOST:PORT`."));
  }
  if (unlisted.length > 0) {
    const says = `${unlisted.join(", ")} has a server but no wiki.`;
    checks.push(remark(subject, says, "Update the lists, or remove it from warehouse.mariadb.shards."));
  }
  return checks.length > 0 ? checks : [ok(subject, `${wikis} wikis`)];
}

function checkDuckDbFile({ path, isThere }: { readonly path: string; readonly isThere: boolean }): Check {
  const subject = "warehouse.duckdb";
  return isThere
    ? ok(subject, path)
    : remark(
        subject,
        `${path} does not exist yet.`,
        "`addendum deploy --apply` creates it, with its tables.",
      );
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

function checkAddress({ setting, host, port, reach, isOptional }: AddressFact, facts: Facts): Check {
  const at = `${host}:${port}`;
  const failed = (says: string, advice: string) =>
    isOptional ? remark(setting, says, advice) : problem(setting, says, advice);
  switch (reach) {
    case "open": {
      const answer = facts.answers.find((one) => one.setting === setting);
      if (answer?.problem === undefined) {
        return ok(setting, answer === undefined ? `${at} is open` : `${at} answers`);
      }
      return failed(answer.problem, adviceFor(setting, answer.problem));
    }
    case "refused":
      return failed(
        `nothing listens at ${at}.`,
        isOptional && isLoopback(host)
          ? `Start an intake with \`addendum serve\`, or open the SSH tunnel to one: ssh -N -L ${port}:SERVER:${port} GATEWAY`
          : isLoopback(host)
            ? `If the server is elsewhere, open the SSH tunnel to it: ssh -N -L ${port}:SERVER:${port} GATEWAY`
            : "Ask whether the server runs, and whether that is its port.",
      );
    case "timeout":
      return failed(
        `${at} does not answer.`,
        `A firewall may block it. From outside the cluster's network, open a tunnel (ssh -N -L ${port}:${host}:${port} GATEWAY) and configure 127.0.0.1:${port}.`,
      );
    case "unknown-host":
      return failed(
        `${host} cannot be resolved.`,
        `Check the name. Names of an internal network are known only there: use its VPN, or a tunnel (ssh -N -L ${port}:${host}:${port} GATEWAY).`,
      );
    case "unreachable":
      return failed(`there is no route to ${at} from here.`, "Check the network, the VPN or the tunnel.");
  }
}

function adviceFor(setting: string, reason: string): string {
  if (/access denied|answers 401|authenticat|password/i.test(reason)) {
    const engine = setting.split(".")[1] ?? "";
    const variable = `ADDENDUM_${engine.toUpperCase()}_PASSWORD`;
    return engine === "mariadb"
      ? `Check user and password in your my.cnf, or set ${variable}.`
      : `Check the user, and set ${variable}.`;
  }
  if (/ticket|kerberos|gss/i.test(reason)) return "Run `kinit`.";
  if (setting.startsWith("sinks.")) {
    return "The brokers' advertised.listeners must be names that this machine can reach.";
  }
  return "Something else may listen there: check the port, and which server the tunnel forwards to.";
}

function checkProxies({ proxies, noProxy, addresses }: Facts): readonly Check[] {
  const checks = proxies.map((proxy) => checkProxy(proxy));
  const isPassed = (name: string) => noProxy.some((part) => part === "*" || part === name);
  const usesLoopback = addresses.some(({ host }) => isLoopback(host));
  if (proxies.length > 0 && usesLoopback && !(isPassed("localhost") && isPassed("127.0.0.1"))) {
    const says =
      "the proxy settings do not exclude tunnels at 127.0.0.1, so curl, pip and notebooks send requests for them to the proxy.";
    checks.push(warning("NO_PROXY", says, "Set NO_PROXY=localhost,127.0.0.1"));
  }
  return checks;
}

function checkProxy({ variable, host, port, reach }: ProxyFact): Check {
  const at = `${host}:${port}`;
  return reach === "open"
    ? ok(variable, `${at}; Addendum itself connects without it`)
    : warning(
        variable,
        `the proxy ${at} cannot be reached, so npm, pip and curl fail.`,
        `Unset ${variable} outside the network that needs it.`,
      );
}
