export { createProducer, type Producer, type ProducerOptions } from "./producer.ts";
export type { Submission, UriOf } from "./submission.ts";
