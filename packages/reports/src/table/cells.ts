/**
 * Text as its UTF-8 bytes, a character for each: the content of a file is preserved, even if it is not UTF-8, and tabs,
 * quotes and line ends are the same in both.
 */
export type ByteText = string;

/** A cell of a result; null where there is no value. */
export type Cell = ByteText | null;

export function toBytes(text: string): ByteText {
  // eslint-disable-next-line no-control-regex -- ASCII is what is looked for
  return /^[\x00-\x7f]*$/.test(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}

export function fromBytes(bytes: ByteText): string {
  // eslint-disable-next-line no-control-regex -- ASCII is what is looked for
  return /^[\x00-\x7f]*$/.test(bytes) ? bytes : Buffer.from(bytes, "latin1").toString("utf8");
}

/** A row as it is written, without its line end. Source: Python’s csv module, dialect `excel-tab`, minimal quoting. */
export function formatRow(cells: readonly Cell[]): ByteText {
  if (cells.length === 1 && (cells[0] === null || cells[0] === "")) return '""';
  let row = "";
  for (let index = 0; index < cells.length; index++) {
    if (index > 0) row += "\t";
    const cell = cells[index];
    if (cell === null || cell === undefined) continue;
    row += /[\t"\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }
  return row;
}

/** A row exceeds the limit of length. */
export class EndlessRow extends Error {}

const longestRow = 64 << 20;

/**
 * Takes text apart into rows, as it arrives. A quote opens at the start of a cell only; between quotes, tabs and line
 * ends belong to the cell. Lines end with LF, CR LF or CR. Throws {@link EndlessRow}.
 */
export class RowReader {
  private rest = "";
  /** How far the rest was looked at. */
  private scanned = 0;
  private isCellStart = true;
  private isQuoted = false;

  /** The rows that are complete now, each without its line end. */
  *push(chunk: ByteText): Generator<ByteText> {
    this.rest += chunk;
    yield* this.rows(false);
    if (this.rest.length > longestRow)
      throw new EndlessRow("the last row does not end; a quote is probably not closed");
  }

  /** What is left at the end of the text. */
  *end(): Generator<ByteText> {
    yield* this.rows(true);
    if (this.rest !== "") yield this.rest;
    this.rest = "";
  }

  private *rows(isEnd: boolean): Generator<ByteText> {
    const text = this.rest;
    let start = 0;
    let at = this.scanned;
    const plain = /[\t\r\n]/g;
    for (;;) {
      if (this.isQuoted) {
        const quote = text.indexOf('"', at);
        if (quote === -1) {
          at = text.length;
          break;
        }
        // Whether it is doubled, the next chunk says.
        if (quote + 1 === text.length && !isEnd) {
          at = quote;
          break;
        }
        at = quote + 1;
        if (text[at] === '"') at++;
        else this.isQuoted = false;
        continue;
      }
      if (this.isCellStart && at < text.length) {
        this.isCellStart = false;
        if (text[at] === '"') {
          this.isQuoted = true;
          at++;
          continue;
        }
      }
      plain.lastIndex = at;
      const match = plain.exec(text);
      if (match === null) {
        at = text.length;
        break;
      }
      at = match.index;
      if (text[at] === "\t") {
        at++;
        this.isCellStart = true;
        continue;
      }
      // CR LF may be cut in two.
      if (text[at] === "\r" && at + 1 === text.length && !isEnd) break;
      yield text.slice(start, at);
      at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
      start = at;
      this.isCellStart = true;
    }
    this.rest = text.slice(start);
    this.scanned = at - start;
  }
}

/** The cells of a row. Source: Python’s csv module, which is not strict about quotes. */
export function parseRow(row: ByteText): readonly ByteText[] {
  if (!row.includes('"')) return row.split("\t");
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let cell = "";
    if (row[at] === '"') {
      at++;
      for (;;) {
        const quote = row.indexOf('"', at);
        if (quote === -1) {
          cell += row.slice(at);
          at = row.length;
          break;
        }
        cell += row.slice(at, quote);
        at = quote + 1;
        if (row[at] !== '"') break;
        cell += '"';
        at++;
      }
    }
    const tab = row.indexOf("\t", at);
    cells.push(cell + row.slice(at, tab === -1 ? undefined : tab));
    if (tab === -1) return cells;
    at = tab + 1;
  }
}
