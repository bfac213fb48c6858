import type { Column, ColumnType } from "@addendum/event-fields";

/** Names of an engine's simple types, in lower case, and what they contain. */
export type SimpleTypes = Readonly<Record<string, ColumnType>>;

/**
 * The type that an engine describes: `struct<a:bigint>` as Hive and Spark write it, `row("a" bigint)` as Trino does,
 * `STRUCT(a BIGINT)[]` as DuckDB does. What is none of these, or holds one that is not among the simple types, is
 * `other` with the text of the whole, so that a statement can repeat it.
 */
export function readType(text: string, simple: SimpleTypes): ColumnType {
  const reader = new TypeReader(text, simple);
  const type = reader.type();
  return reader.isAtEnd ? type : { kind: "other", text };
}

class TypeReader {
  private at = 0;
  private readonly text: string;
  private readonly simple: SimpleTypes;

  constructor(text: string, simple: SimpleTypes) {
    this.text = text;
    this.simple = simple;
  }

  get isAtEnd(): boolean {
    this.skipSpace();
    return this.at === this.text.length;
  }

  type(): ColumnType {
    this.skipSpace();
    let type = this.nested() ?? this.plain();
    for (;;) {
      this.skipSpace();
      if (!this.text.startsWith("[]", this.at)) return type;
      this.at += 2;
      type = { kind: "list", items: type };
    }
  }

  private nested(): ColumnType | undefined {
    const match = /^(struct|row|array|list|map)\s*([<(])/i.exec(this.text.slice(this.at, this.at + 40));
    if (match === null) return undefined;
    this.at += match[0].length;
    const close = match[2] === "<" ? ">" : ")";
    switch (match[1]?.toLowerCase()) {
      case "struct":
      case "row": {
        const fields: Column[] = [];
        do {
          const name = this.name();
          this.takes(":");
          fields.push({ name, type: this.type() });
          this.skipComment();
        } while (this.takes(","));
        return this.closed(close, { kind: "struct", fields });
      }
      case "map": {
        this.type();
        this.takes(",");
        const values = this.type();
        return this.closed(close, { kind: "map", values });
      }
      default:
        return this.closed(close, { kind: "list", items: this.type() });
    }
  }

  private plain(): ColumnType {
    const from = this.at;
    let depth = 0;
    for (; this.at < this.text.length; this.at++) {
      const character = this.text[this.at] as string;
      if (character === "(") depth++;
      else if (depth === 0 && /[,<>)[]/.test(character)) break;
      else if (character === ")") depth--;
      else if (depth === 0 && /^\s+comment\s*'/i.test(this.text.slice(this.at, this.at + 40))) break;
    }
    const text = this.text.slice(from, this.at).trim();
    return Object.hasOwn(this.simple, text.toLowerCase())
      ? (this.simple[text.toLowerCase()] as ColumnType)
      : { kind: "other", text };
  }

  private name(): string {
    this.skipSpace();
    const quote = this.text[this.at];
    if (quote === '"' || quote === "`") {
      let name = "";
      for (this.at++; this.at < this.text.length; this.at++) {
        if (this.text[this.at] !== quote) name += this.text[this.at];
        else if (this.text[this.at + 1] === quote) name += this.text[++this.at];
        else break;
      }
      this.at++;
      return name;
    }
    const match = /^[^\s:,()<>]+/.exec(this.text.slice(this.at));
    this.at += match?.[0].length ?? 1;
    return match?.[0] ?? "";
  }

  /** Spark describes the comments of fields, too. */
  private skipComment(): void {
    const match = /^\s*comment\s*'(?:[^'\\]|\\.|'')*'/i.exec(this.text.slice(this.at));
    if (match !== null) this.at += match[0].length;
  }

  private closed(close: string, type: ColumnType): ColumnType {
    if (!this.takes(close)) this.at = this.text.length + 1;
    return type;
  }

  private takes(token: string): boolean {
    this.skipSpace();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  private skipSpace(): void {
    while (/\s/.test(this.text[this.at] ?? "")) this.at++;
  }
}
