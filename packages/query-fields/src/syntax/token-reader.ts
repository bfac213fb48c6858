import type { Dialect } from "../dialect.ts";
import { type Token, tokensOf, UnreadableQuery } from "./tokens.ts";
import type { Name } from "./tree.ts";

/** Walks over the pieces of a query. */
export class TokenReader {
  protected readonly dialect: Dialect;
  protected readonly sql: string;
  private readonly tokens: readonly Token[];
  private position = 0;
  private depth = 0;
  /** How many pieces were read more than once. */
  private repeated = 0;

  constructor(sql: string, dialect: Dialect) {
    this.sql = sql;
    this.dialect = dialect;
    this.tokens = tokensOf(sql, dialect);
  }

  protected get next(): Token {
    return this.tokens[this.position] as Token;
  }

  protected ahead(count: number): Token {
    return this.tokens[Math.min(this.position + count, this.tokens.length - 1)] as Token;
  }

  protected take(): Token {
    const token = this.next;
    if (token.kind === "end") this.refuse("more is expected");
    this.position += 1;
    return token;
  }

  protected get atEnd(): boolean {
    return this.next.kind === "end";
  }

  /** The end of what was taken last. */
  protected get lastEnd(): number {
    return this.tokens[this.position - 1]?.end ?? 0;
  }

  protected mark(): number {
    return this.position;
  }

  protected back(mark: number): void {
    this.repeated += this.position - mark;
    if (this.repeated > 1_000_000) this.refuse("it is too complex");
    this.position = mark;
  }

  /** Whether these words come next, whatever their case. */
  protected at(...words: readonly string[]): boolean {
    return words.every((word, index) => isWord(this.ahead(index), word));
  }

  protected atAny(words: ReadonlySet<string>): boolean {
    const { kind, text } = this.next;
    return kind === "word" && words.has(text.toUpperCase());
  }

  protected atSymbol(text: string): boolean {
    return isSymbol(this.next, text);
  }

  /** Takes these words if they come next. */
  protected skip(...words: readonly string[]): boolean {
    if (!this.at(...words)) return false;
    this.position += words.length;
    return true;
  }

  protected skipSymbol(text: string): boolean {
    if (!this.atSymbol(text)) return false;
    this.position += 1;
    return true;
  }

  protected expect(word: string): void {
    if (!this.skip(word)) this.refuse(`${word} is missing`);
  }

  protected expectSymbol(text: string): void {
    if (!this.skipSymbol(text)) this.refuse(`“${text}” is missing`);
  }

  protected refuse(what: string): never {
    const { kind, text, start } = this.next;
    throw new UnreadableQuery(
      kind === "end" ? `${what} at the end` : `${what} before “${text.slice(0, 40)}”`,
      start,
    );
  }

  /** Takes a bracket, what is inside, and its partner. Returns the text inside. */
  protected skipBrackets(): string {
    const opening = this.take();
    let open = 1;
    while (open > 0) {
      const token = this.take();
      if (token.kind === "end") this.refuse("a bracket is not closed");
      if (token.kind !== "symbol") continue;
      if ("([{".includes(token.text)) open += 1;
      else if (")]}".includes(token.text)) open -= 1;
    }
    return this.sql.slice(opening.end, this.lastEnd - 1);
  }

  /** Takes what comes before one of these symbols, outside of brackets. Returns its text. */
  protected skipUntil(symbols: readonly string[], words: ReadonlySet<string> = new Set()): string {
    const { start } = this.next;
    while (this.next.kind !== "end") {
      const { kind, text } = this.next;
      if (kind === "symbol" && symbols.includes(text)) break;
      if (this.atAny(words)) break;
      if (kind === "symbol" && "([{".includes(text)) this.skipBrackets();
      else this.take();
    }
    return this.sql.slice(start, Math.max(start, this.lastEnd));
  }

  protected get atName(): boolean {
    const { kind } = this.next;
    return kind === "word" || kind === "name" || kind === "hole";
  }

  protected takeName(): Name {
    if (!this.atName) this.refuse("a name is missing");
    const { kind, text, start, end } = this.take();
    return { text, isQuoted: kind === "name", isHole: kind === "hole", start, end };
  }

  /** `(a, b)` */
  protected takeNameList(): string[] {
    const names: string[] = [];
    this.expectSymbol("(");
    while (!this.atSymbol(")")) {
      names.push(this.takeName().text);
      // A type or an order may follow.
      this.skipUntil([",", ")"]);
      this.skipSymbol(",");
    }
    this.expectSymbol(")");
    return names;
  }

  /** Queries of strangers are nested as deeply as they like. */
  protected nested<Result>(read: () => Result): Result {
    this.depth += 1;
    if (this.depth > 400) this.refuse("it is nested too deeply");
    try {
      return read();
    } finally {
      this.depth -= 1;
    }
  }
}

function isWord({ kind, text }: Token, word: string): boolean {
  return kind === "word" && text.length === word.length && text.toUpperCase() === word;
}

function isSymbol({ kind, text }: Token, symbol: string): boolean {
  return kind === "symbol" && text === symbol;
}
