const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const [openBracket, closeBracket] = [0x5b, 0x5d];
const [openBrace, closeBrace] = [0x7b, 0x7d];

/**
 * The original texts of the events in a parsed body, because parsing it again would cost as much as handling its
 * events. Requested in ascending order, they read the body once.
 */
export class EventTexts {
  private readonly text: string;
  private readonly isArray: boolean;
  private index = 0;
  /** Where the text of the event of that index begins. */
  private start: number;

  /** @param text valid JSON: an object, or an array */
  constructor(text: string) {
    this.text = text;
    const at = text.search(/[[{]/);
    this.isArray = text.charCodeAt(at) === openBracket;
    this.start = at + 1;
  }

  /** The text of one event; the body's own where that is not an array. */
  at(index: number): string {
    if (!this.isArray) return this.text;
    if (index < this.index) {
      this.index = 0;
      this.start = this.text.indexOf("[") + 1;
    }
    let end = skipValue(this.text, this.start);
    while (this.index < index) {
      this.index++;
      this.start = end + 1;
      end = skipValue(this.text, this.start);
    }
    return this.text.slice(this.start, end).trim();
  }
}

/** The position of the comma or the bracket after a value. */
function skipValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at);
        break;
      case openBracket:
      case openBrace:
        depth++;
        break;
      case closeBracket:
      case closeBrace:
        if (depth === 0) return at;
        depth--;
        break;
      case comma:
        if (depth === 0) return at;
    }
  }
  return text.length;
}

/** The position of the quote that ends a string; one after an odd number of backslashes is in it. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let count = 0;
    while (text.charCodeAt(end - 1 - count) === backslash) count++;
    if (count % 2 === 0) return end;
  }
  return text.length;
}
