import { existsSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { pageAddress } from "../report/page-address.ts";
import type { Colour, Style } from "../report/style.ts";
import type { HelpLayout } from "./help-layout.ts";
import { showsLinks } from "./hyperlinks.ts";

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
  private readonly linked: boolean;
  private quiet: boolean;

  constructor(choice: ColourChoice, quiet: boolean) {
    const { NO_COLOR, FORCE_COLOR } = process.env;
    const wanted = FORCE_COLOR !== undefined && FORCE_COLOR !== "0" ? true : process.stdout.isTTY === true;
    this.coloured = choice === "always" || (choice === "auto" && wanted && !NO_COLOR);
    this.linked = choice !== "never" && showsLinks(process.env, process.stdout.isTTY === true);
    this.quiet = quiet;
  }

  paint(colour: Colour, text: string): string {
    return this.coloured ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text;
  }

  /**
   * A rule's name, which leads to its page when it is clicked, where the terminal has links: to the page in this package,
   * which is there without a network and fits this version. Source: OSC 8.
   */
  linkRule(id: string): string {
    if (!this.linked) return id;
    const page = join(__dirname, "rules", `${id}.md`);
    const address = existsSync(page) ? pathToFileURL(page).href : pageAddress(id);
    return `\u001b]8;;${address}\u001b\\${id}\u001b]8;;\u001b\\`;
  }

  /** Lines as long as a person reads them with ease, and never longer than the window. */
  get helpLayout(): HelpLayout {
    const width = Math.min(100, process.stdout.columns ?? 80);
    return { width, heading: (text) => this.paint("bold", text) };
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
      if (code === "EPIPE") return; // Anyone who read us has enough.
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
