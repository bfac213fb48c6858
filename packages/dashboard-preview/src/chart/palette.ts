/** A colour on a light ground and on a dark one. */
interface Colour {
  readonly light: string;
  readonly dark: string;
}

/** What charts are drawn with. No two light colours are equal: each stands for its dark one. */
export const palette = {
  surface: { light: "#ffffff", dark: "#171c24" },
  ink: { light: "#1c2430", dark: "#e8edf4" },
  muted: { light: "#586374", dark: "#a3afbf" },
  axis: { light: "#b9c2ce", dark: "#465264" },
  rule: { light: "#e4e8ee", dark: "#29313d" },
} as const satisfies Readonly<Record<string, Colour>>;

/** The colours of lines. Neighbours differ in brightness as well, and each has a contrast of 3 to 1 with its ground. */
export const lineColours: readonly Colour[] = [
  { light: "#2563cf", dark: "#74a7ff" },
  { light: "#c2570c", dark: "#ffa65c" },
  { light: "#0b7f71", dark: "#4fd6bf" },
  { light: "#9a3fb5", dark: "#d99bf0" },
  { light: "#8a6d00", dark: "#e6c84f" },
  { light: "#c42a5c", dark: "#ff8fb0" },
  { light: "#3d7a1f", dark: "#97d46e" },
  { light: "#5b6472", dark: "#b6c0cd" },
];

/** Patterns tell lines apart that have one colour. */
const patterns = ["solid", "dashed", "dotted"] as const;

/** How the line of this number is drawn. */
export function lineLook(index: number): {
  readonly colour: string;
  readonly pattern: (typeof patterns)[number];
} {
  const { light } = lineColours[index % lineColours.length] as Colour;
  const pattern = patterns[Math.floor(index / lineColours.length) % patterns.length] ?? "solid";
  return { colour: light, pattern };
}

/**
 * Rules with which an SVG whose attributes have the light colours is dark where people prefer that. Programs that know no
 * style sheets show the light one.
 */
export const darkRules: string = `@media (prefers-color-scheme:dark){${[
  ...Object.values(palette),
  ...lineColours,
]
  .map(({ light, dark }) => `[fill="${light}"]{fill:${dark}}[stroke="${light}"]{stroke:${dark}}`)
  .join("")}}`;
