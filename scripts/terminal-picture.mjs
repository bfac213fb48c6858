/** Pixels: a cell of the terminal, and what is left around them. */
const cell = { width: 8, height: 20 };
const margin = 20;

const colours = {
  1: 'font-weight="bold"',
  2: 'fill="#8b949e"',
  31: 'fill="#ff7b72"',
  32: 'fill="#7ee787"',
  33: 'fill="#e3b341"',
  34: 'fill="#79c0ff"',
};

/**
 * An SVG document of what a terminal shows.
 * @param {readonly string[]} lines with the colours of a terminal
 * @param {string} title what the picture shows, for those who do not see it
 */
export function terminalPicture(lines, title) {
  const rows = lines.map(parse);
  const columns = Math.max(...rows.map(lengthOf));
  const width = columns * cell.width + 2 * margin;
  const height = lines.length * cell.height + 2 * margin;
  const texts = rows.map((row, index) => drawRow(row, margin + (index + 0.75) * cell.height)).filter(Boolean);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-labelledby="title">
<title id="title">${escape(title)}</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#e6edf3">
${texts.join("\n")}
</g>
</svg>
`;
}

/** Runs of one look: `{ text, look }`. Several codes may be on at once; 0, or none, turns all of them off. */
function parse(line) {
  const runs = [];
  let codes = [];
  for (const [index, part] of line.split(/\u001b\[([\d;]*)m/).entries()) {
    if (index % 2 === 0) {
      if (part !== "")
        runs.push({ text: part, look: codes.flatMap((code) => colours[code] ?? []).join(" ") });
      continue;
    }
    for (const code of part.split(";")) codes = Number(code) === 0 ? [] : [...codes, Number(code)];
  }
  return runs;
}

function lengthOf(runs) {
  return runs.reduce((sum, { text }) => sum + [...text].length, 0);
}

/** The length is given, so that columns are aligned in any font. */
function drawRow(runs, y) {
  if (runs.length === 0) return "";
  const spans = runs.map(({ text, look }) =>
    look === "" ? escape(wideSpaces(text)) : `<tspan ${look}>${escape(wideSpaces(text))}</tspan>`,
  );
  const length = lengthOf(runs) * cell.width;
  return `<text x="${margin}" y="${y}" textLength="${length}" lengthAdjust="spacingAndGlyphs">${spans.join("")}</text>`;
}

/** Not every renderer leaves several spaces as they are. */
const wideSpaces = (text) => text.replaceAll(" ", "\u00a0");

function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
