/** Colours as `#rrggbb`. */
export interface Colors {
  readonly accent: string;
}

export const defaultColors: Colors = { accent: "#4338ca" };

type Rgb = readonly [red: number, green: number, blue: number];

const lightBackground = "#ffffff";
const darkBackground = "#14161c";
/** What is put on another colour has to differ from it so much. Source: WCAG 2.2, 1.4.3. */
const leastContrast = 4.5;

/** The style sheet that contains the colours: the site's own accent, made readable on either background. */
export function themeText({ accent }: Colors): string {
  const light = readable(accent, lightBackground, -1);
  const dark = readable(accent, darkBackground, 1);
  return `:root {
  --accent: ${light};
  --on-accent: ${onColor(light)};
  --accent-soft: ${mix(light, lightBackground, 0.09)};
  --background: ${lightBackground};
  --surface: #fbfbfd;
  --text: #1b1d24;
  --muted: #585d6b;
  --line: #e3e5ec;
  --control-line: #8a90a0;
  --code: #f6f7fa;
  --code-key: #3b4a9e;
  --code-string: #11663f;
  --code-number: #7a3e9d;
  --good: #14663b;
  --good-soft: #e9f6ee;
  --good-line: #bfe3cc;
  --bad: #b01e2f;
  --bad-soft: #fdeef0;
  --bad-line: #f3c4ca;
  --warn: #8a4b00;
  --warn-soft: #fdf3e1;
  --warn-line: #efd6a8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --accent: ${dark};
    --on-accent: ${onColor(dark)};
    --accent-soft: ${mix(dark, darkBackground, 0.16)};
    --background: ${darkBackground};
    --surface: #1b1e26;
    --text: #e8e9ee;
    --muted: #a6abb9;
    --line: #2d313c;
    --control-line: #6d7485;
    --code: #1a1d25;
    --code-key: #a9b6ff;
    --code-string: #8fd6a8;
    --code-number: #d6a9f0;
    --good: #7fd6a0;
    --good-soft: #16291f;
    --good-line: #2b4f3a;
    --bad: #ff9aa5;
    --bad-soft: #331a1f;
    --bad-line: #5e2c35;
    --warn: #f0bd6f;
    --warn-soft: #2e2413;
    --warn-line: #57441f;
  }
}
`;
}

/** The icon in the window's tab. */
export function iconText({ accent }: Colors): string {
  const light = readable(accent, lightBackground, -1);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${light}"/><path d="M9 10h9M9 16h14M9 22h11" stroke="${onColor(light)}" stroke-width="3" stroke-linecap="round"/></svg>\n`;
}

/** A colour, darkened or lightened until text in it can be read on a background, and on its own soft shade. */
function readable(color: string, background: string, direction: 1 | -1): string {
  let rgb = parse(color);
  for (let step = 0; step < 100; step++) {
    const shown = format(rgb);
    if (contrast(shown, mix(shown, background, 0.16)) >= leastContrast) return shown;
    rgb = rgb.map((part) => Math.min(255, Math.max(0, part + direction * 5))) as unknown as Rgb;
  }
  return format(rgb);
}

function onColor(color: string): string {
  return contrast(color, "#ffffff") >= leastContrast ? "#ffffff" : "#000000";
}

function parse(color: string): Rgb {
  const number = Number.parseInt(color.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

function format(rgb: Rgb): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

function mix(color: string, background: string, share: number): string {
  const [front, back] = [parse(color), parse(background)];
  return format(
    front.map((part, index) => part * share + (back[index] as number) * (1 - share)) as unknown as Rgb,
  );
}

/** Source: WCAG 2.2, relative luminance and contrast ratio. */
export function contrast(a: string, b: string): number {
  const luminance = (color: string): number => {
    const [red, green, blue] = parse(color).map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    }) as unknown as Rgb;
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}
