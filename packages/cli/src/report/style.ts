export type Colour = "red" | "yellow" | "blue" | "green" | "bold" | "dim";

/** How a text is made to stand out, where what shows it can do that. */
export interface Style {
  paint(colour: Colour, text: string): string;
  /** A name that leads somewhere when it is clicked. */
  link(address: string, name: string): string;
}
