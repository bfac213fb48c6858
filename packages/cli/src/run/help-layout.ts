/** How a help text is laid out. */
export interface HelpLayout {
  /** In characters. */
  readonly width: number;
  /** Marks a heading. */
  readonly heading: (text: string) => string;
}

/** For pages and files. */
export const plainLayout: HelpLayout = { width: 100, heading: (text) => text };
