import { writeSync } from "node:fs";
import type { Colour, Style } from "../report/style.ts";

const codes: Record<Colour, string> = {
  red: "31",
  yellow: "33",
  blue: "34",
  green: "32",
  bold: "1",
  dim: "2",
};

export type ColourChoice = "auto" | "always" | "never";

/** Where a command speaks: results on standard output, everything else on standard error. */
export class Terminal implements Style {
  private readonly coloured: boolean;
  private quiet: boolean;

  constructor(choice: ColourChoice, quiet: boolean) {
    const { NO_COLOR, FORCE_COLOR } = process.env;
    const wanted = FORCE_COLOR !== undefined && FORCE_COLOR !== "0" ? true : process.stdout.isTTY === true;
    this.coloured = choice === "always" || (choice === "auto" && wanted && !NO_COLOR);
    this.quiet = quiet;
  }

  paint(colour: Colour, text: string): string {
    return this.coloured ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text;
  }

  /** A name that leads somewhere when it is clicked, where the terminal has links. Source: OSC 8. */
  link(address: string, name: string): string {
    const isLinked = this.coloured && process.stdout.isTTY === true;
    return isLinked ? `\u001b]8;;${address}\u001b\\${name}\u001b]8;;\u001b\\` : name;
  }

  /** A result. Written at once and whole, so that a pipe gets all of it before the process ends. */
  out(text: string): void {
    write(1, text);
  }

  /** A remark for the person, not part of the result. */
  note(text: string): void {
    if (!this.quiet) write(2, `${text}\n`);
  }

  /** No remarks from here on. */
  hush(): void {
    this.quiet = true;
  }

  error(text: string): void {
    write(2, `addendum: ${text}\n`);
  }
}

function write(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE") return; // Whoever read us has enough.
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
