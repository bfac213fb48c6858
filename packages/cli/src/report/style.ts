export type Colour = "red" | "yellow" | "blue" | "green" | "bold" | "dim";

/** How text is emphasized, if the output supports it. */
export interface Style {
  paint(colour: Colour, text: string): string;
  /** A rule's name, which leads to its page when it is clicked. */
  linkRule(id: string): string;
}
