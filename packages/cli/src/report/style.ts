export type Colour = "red" | "yellow" | "blue" | "green" | "bold" | "dim";

/** How a text is made to stand out, where what shows it can do that. */
export interface Style {
  paint(colour: Colour, text: string): string;
  /** A rule's name, which leads to its page when it is clicked. */
  linkRule(id: string): string;
}
