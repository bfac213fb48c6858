import { newestOf } from "../model/record.ts";
import type { TitleView } from "./title-view.ts";

/** More of an example is not repeated in code. */
const exampleLength = 1_500;

/** How a producer sends the event; undefined where there is no package of types, or no stream. */
export function producerText({
  types,
  typesPackage,
  record,
  streams,
  example,
}: TitleView): string | undefined {
  const [stream] = streams;
  if (types === undefined || typesPackage === undefined || stream === undefined || example === undefined) {
    return undefined;
  }
  const { typeName, uriName } = types;
  const major = (newestOf(record)?.version ?? "").split(".")[0] ?? "";
  const event = submission(example);
  if (event === undefined) return undefined;
  const name = JSON.stringify(stream.name);
  return `import { createProducer } from "@addendum/event-producer";
import { type ${typeName}, ${uriName} } from ${JSON.stringify(`${typesPackage}/${record.title}/${major}`)};

const producer = createProducer<{ ${name}: ${typeName} }>({
  intake: "https://intake.example.org/v1/events",
  streams: { ${name}: ${uriName} },
});

producer.submit(${name}, ${event});
`;
}

/** An example without what the producer sets itself. */
function submission(example: string): string | undefined {
  const value: unknown = JSON.parse(example);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const own = Object.fromEntries(
    Object.entries(value).filter(([name]) => !["$schema", "meta", "dt"].includes(name)),
  );
  const text = JSON.stringify(own, null, 2);
  return text.length > exampleLength ? undefined : text;
}

/** How curl sends it; undefined for an example that is too long for a command. */
export function curlText({ example, streams, intake }: TitleView): string | undefined {
  if (example === undefined || example.length > exampleLength) return undefined;
  const [stream] = streams;
  const value: unknown = JSON.parse(example);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const event: Record<string, unknown> = { ...value };
  const meta = event["meta"];
  if (stream !== undefined && typeof meta === "object" && meta !== null) {
    event["meta"] = { ...meta, stream: stream.name };
  }
  const quoted = JSON.stringify(event, null, 2).replaceAll("'", String.raw`'\''`);
  return `curl -H 'content-type: application/json' ${intake} -d '${quoted}'\n`;
}
