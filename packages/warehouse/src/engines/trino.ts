import { printers } from "@addendum/tables";
import { parse } from "lossless-json";
import {
  type Engine,
  EngineError,
  exactInteger,
  type Rows,
  type StreamedColumn,
  type StreamedRows,
  type Value,
} from "../engine.ts";

/** A Trino coordinator, and the user of the connection. */
export interface TrinoOptions {
  /** `http://host:port` or `https://host:port`. */
  readonly address: string;
  readonly user: string;
  readonly password?: string;
  readonly catalog?: string;
  readonly schema?: string;
  /** Which of Trino's two printers the catalog's tables have. */
  readonly connector?: "hive" | "iceberg";
  /** Milliseconds to wait for an answer of the coordinator. */
  readonly timeout?: number;
}

/** An answer of the coordinator. Source: Trino's “Client REST API”. */
interface Answer {
  readonly nextUri?: string;
  readonly columns?: readonly {
    readonly name: string;
    readonly type: string;
    readonly typeSignature: Signature;
  }[];
  readonly data?: readonly (readonly Value[])[];
  readonly error?: { readonly message: string; readonly errorName: string };
}

/** A type as Trino describes it for clients. */
interface Signature {
  readonly rawType: string;
  readonly arguments: readonly { readonly kind: string; readonly value: unknown }[];
}

/** Speaks Trino's HTTP protocol; its client for Node rounds 64-bit integers and hides errors inside results. */
export function openTrino(options: TrinoOptions): Engine {
  return new Trino(options);
}

class Trino implements Engine {
  readonly name: string;
  private readonly options: TrinoOptions;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(options: TrinoOptions) {
    this.options = options;
    this.name = `trino-${options.connector ?? "hive"}`;
    const { user, password, catalog, schema } = options;
    this.headers = {
      "X-Trino-User": user,
      "X-Trino-Source": "addendum",
      ...(catalog !== undefined && { "X-Trino-Catalog": catalog }),
      ...(schema !== undefined && { "X-Trino-Schema": schema }),
      ...(password !== undefined && {
        Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
      }),
    };
  }

  async query(sql: string): Promise<Rows> {
    const { columns, blocks } = await this.stream(sql);
    const rows: (readonly Value[])[] = [];
    for await (const block of blocks) rows.push(...block);
    return { columns: columns.map(({ name }) => name), rows };
  }

  async stream(sql: string, signal?: AbortSignal): Promise<StreamedRows> {
    const answers = this.answers(sql, signal);
    let columns: Answer["columns"];
    // Columns come with the first rows, or at the end.
    const early: Answer["data"][] = [];
    let next = await answers.next();
    while (next.done !== true && columns === undefined) {
      ({ columns } = next.value);
      early.push(next.value.data);
      if (columns === undefined) next = await answers.next();
    }
    const readers = (columns ?? []).map(({ typeSignature }) => typeSignature);
    const read = (data: Answer["data"]) =>
      (data ?? []).map((row) => row.map((value, index) => readValue(value, readers[index] as Signature)));
    const blocks = async function* () {
      for (const data of early) if (data !== undefined) yield read(data);
      for await (const { data } of answers) if (data !== undefined) yield read(data);
    };
    return {
      columns: (columns ?? []).map(({ name, typeSignature }): StreamedColumn => ({
        name,
        kind: ["double", "real"].includes(typeSignature.rawType) ? "float" : "other",
      })),
      blocks: blocks(),
    };
  }

  /** The coordinator's answers to a statement. A statement whose answers are not read to the end is cancelled. */
  private async *answers(sql: string, signal?: AbortSignal): AsyncGenerator<Answer> {
    let nextUri: string | undefined;
    try {
      let answer = await this.ask(
        `${this.options.address.replace(/\/+$/, "")}/v1/statement`,
        sql,
        sql,
        signal,
      );
      for (;;) {
        ({ nextUri } = answer);
        if (answer.error !== undefined) {
          throw new EngineError(
            `Trino: ${answer.error.errorName}: ${answer.error.message.split("\n")[0]}`,
            sql,
          );
        }
        yield answer;
        if (nextUri === undefined) return;
        answer = await this.ask(this.own(nextUri), undefined, sql, signal);
      }
    } finally {
      if (nextUri !== undefined) {
        await fetch(this.own(nextUri), {
          method: "DELETE",
          headers: this.headers,
          signal: AbortSignal.timeout(5000),
        }).catch(() => undefined);
      }
    }
  }

  async execute(sql: string): Promise<void> {
    await this.query(sql);
  }

  async describeTable(database: readonly string[], table: string) {
    const printer = printers.find(({ engine }) => engine === this.name)!;
    try {
      const { rows } = await this.query(`DESCRIBE ${printer.qualify(table, { database })}`);
      return rows.map(([name, type]) => ({ name: String(name), type: printer.readType(String(type)) }));
    } catch (error) {
      if (error instanceof EngineError && /^Trino: (TABLE|SCHEMA)_NOT_FOUND/.test(error.message))
        return undefined;
      throw error;
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** A coordinator behind a proxy may name itself by an address that it cannot be reached at. */
  private own(uri: string): string {
    const { pathname, search } = new URL(uri);
    return new URL(pathname + search, this.options.address).href;
  }

  /** Asks again while the coordinator says that it is busy. */
  private async ask(
    uri: string,
    body: string | undefined,
    sql: string,
    signal?: AbortSignal,
  ): Promise<Answer> {
    const { timeout = 60_000 } = this.options;
    for (let attempt = 0; ; attempt++) {
      let response: Response;
      let text: string;
      try {
        response = await fetch(uri, {
          method: body === undefined ? "GET" : "POST",
          headers: this.headers,
          signal: AbortSignal.any([AbortSignal.timeout(timeout), ...(signal === undefined ? [] : [signal])]),
          ...(body !== undefined && { body }),
        });
        text = await response.text();
      } catch (error) {
        const reason = ((error as Error).cause as Error | undefined)?.message ?? (error as Error).message;
        throw new EngineError(`Trino at ${this.options.address} does not answer: ${reason}`, sql, error);
      }
      if ([429, 502, 503, 504].includes(response.status) && attempt < 5) {
        await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
        continue;
      }
      if (!response.ok) {
        throw new EngineError(`Trino answers ${response.status}: ${text.slice(0, 200).split("\n")[0]}`, sql);
      }
      // Numbers stay texts until their type is known: 2⁵³+1 is not a double.
      return parse(text, undefined, readNumber) as unknown as Answer;
    }
  }
}

/** Integers beyond 2⁵³ are kept. */
function readNumber(text: string): number | bigint {
  return /^-?\d+$/.test(text) ? exactInteger(BigInt(text)) : Number(text);
}

/** Rows come as lists, whose names only the type knows. */
function readValue(value: Value | undefined, signature: Signature): Value {
  if (value === null || value === undefined) return null;
  const parts = signature.arguments.map((argument) => argument.value);
  switch (signature.rawType) {
    case "row": {
      const fields = parts as readonly { fieldName?: { name: string }; typeSignature: Signature }[];
      const values = value as readonly Value[];
      return Object.fromEntries(
        fields.map((field, index) => [
          field.fieldName?.name ?? `field${index}`,
          readValue(values[index], field.typeSignature),
        ]),
      );
    }
    case "array":
      return (value as readonly Value[]).map((item) => readValue(item, parts[0] as Signature));
    case "map":
      return Object.fromEntries(
        Object.entries(value as Readonly<Record<string, Value>>).map(([name, member]) => [
          name,
          readValue(member, parts[1] as Signature),
        ]),
      );
    // What no JSON number can say comes as text.
    case "double":
    case "real":
      return typeof value === "string" ? Number(value) : value;
    default:
      return value;
  }
}
