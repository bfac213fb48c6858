import { newestOf } from "../model/record.ts";
import type { TitleView } from "./title-view.ts";

/** More of an example is not repeated in code. */
const exampleLength = 1_500;

/** Code with which a producer sends the event; undefined if there is no package of types, or no stream. */
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
  const major = (newestOf(record)?.version ?? "").split(".")[0] ?? "";
  const event = submission(example);
  if (event === undefined) return undefined;
  const from = `${typesPackage}/${record.title}/${major}`;
  return producerCode(stream.name, { ...types, from }, event);
}

/**
 * Code that sends an event.
 * @param types where its type and its version's URI come from; a URI alone where there are no types
 * @param event its own fields, as code
 */
export function producerCode(
  stream: string,
  types: { readonly typeName: string; readonly uriName: string; readonly from: string } | string,
  event: string,
): string {
  const name = JSON.stringify(stream);
  const [typeName, uri, imported] =
    typeof types === "string"
      ? ["object", JSON.stringify(types), ""]
      : [
          types.typeName,
          types.uriName,
          `import { type ${types.typeName}, ${types.uriName} } from ${JSON.stringify(types.from)};\n`,
        ];
  return `import { createProducer } from "@addendum/event-producer";
${imported}
const producer = createProducer<{ ${name}: ${typeName} }>({
  intake: "https://intake.example.org/v1/events",
  streams: { ${name}: ${uri} },
});

producer.submit(${name}, ${event});
`;
}

/** An example without what the producer sets itself, as code; undefined for one that is not an object, or too long. */
export function submission(example: string, longest = exampleLength): string | undefined {
  const value: unknown = JSON.parse(example);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const own = Object.fromEntries(
    Object.entries(value).filter(([name]) => !["$schema", "meta", "dt"].includes(name)),
  );
  const text = JSON.stringify(own, null, 2);
  return text.length > longest ? undefined : text;
}

/** A curl command that sends the example; undefined if it is too long for a command. */
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
  return curlCommand(intake, JSON.stringify(event, null, 2));
}

/** A curl command that sends a text to an intake. */
export function curlCommand(intake: string, text: string): string {
  const quoted = text.replaceAll("'", String.raw`'\''`);
  return `curl -H 'content-type: application/json' ${intake} -d '${quoted}'\n`;
}
