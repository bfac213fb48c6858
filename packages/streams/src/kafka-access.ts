import type { KafkaSinkSettings } from "./sink-settings.ts";

/** How a client reaches brokers, as kafkajs takes it. */
export interface KafkaAccess {
  readonly brokers: string[];
  /** Whether the connection is encrypted, and what it is checked with. */
  readonly ssl:
    | boolean
    | {
        readonly ca?: string[];
        readonly cert?: string;
        readonly key?: string;
        readonly servername?: string;
      };
  readonly sasl?: KafkaSasl;
}

type Mechanism = NonNullable<KafkaSinkSettings["sasl"]>["mechanism"];
/** Each mechanism is a type of its own for kafkajs. */
type KafkaSasl = {
  readonly [M in Mechanism]: { readonly mechanism: M; readonly username: string; readonly password: string };
}[Mechanism];

/** Where secrets are: the machine, for all who reach a sink's brokers (`secretsBeside` in `workspace`). */
export interface Secrets {
  /** The text of a file, by a path that starts beside `streams.yaml`. Throws an Error that says why it cannot be read. */
  text(file: string): string;
  /** As {@link text}, of a file that only its owner and group may read. Throws an Error if others may, too. */
  secret(file: string): string;
  /** The value of an environment variable. Throws an Error if it is not set. */
  variable(name: string): string;
}

/**
 * Reads what a Kafka sink's settings name: certificates from files, user and password from the environment or files, so
 * that `streams.yaml` holds no secret. For everybody who talks to the sink's brokers. Throws what {@link Secrets} throw.
 */
export function readKafkaAccess({ brokers, tls, sasl }: KafkaSinkSettings, secrets: Secrets): KafkaAccess {
  const access = { brokers: [...brokers], ssl: tls === undefined ? false : readTls(tls, secrets) };
  if (sasl === undefined) return access;
  const { mechanism, username, usernameVariable = "", passwordFile, passwordVariable = "" } = sasl;
  return {
    ...access,
    sasl: {
      mechanism,
      username: username ?? secrets.variable(usernameVariable),
      password:
        passwordFile === undefined
          ? secrets.variable(passwordVariable)
          : secrets.secret(passwordFile).replace(/\r?\n$/, ""),
    } as KafkaSasl,
  };
}

function readTls(tls: NonNullable<KafkaSinkSettings["tls"]>, secrets: Secrets): KafkaAccess["ssl"] {
  if (tls === true) return true;
  const { caFile, certFile, keyFile, serverName } = tls;
  return {
    ...(caFile !== undefined && { ca: [secrets.text(caFile)] }),
    ...(certFile !== undefined && { cert: secrets.text(certFile) }),
    ...(keyFile !== undefined && { key: secrets.secret(keyFile) }),
    ...(serverName !== undefined && { servername: serverName }),
  };
}
