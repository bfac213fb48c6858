// The floor that the intake is measured against: the same route, which parses the JSON, writes one line for each event
// and appends it, and does nothing else.
import { createWriteStream } from "node:fs";
import { fastify } from "fastify";

const [, , port, file] = process.argv;
const out = createWriteStream(file, { flags: "a" });
const server = fastify({ bodyLimit: 4 * 1024 * 1024 });
server.removeAllContentTypeParsers();
server.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
server.post("/v1/events", (request, reply) => {
  const body = JSON.parse(request.body);
  let lines = "";
  for (const event of Array.isArray(body) ? body : [body]) lines += JSON.stringify(event) + "\n";
  out.write(lines, (error) => void reply.code(error ? 500 : 201).send());
});
await server.listen({ port: Number(port), host: "127.0.0.1" });
