export { createMetrics, type Metrics } from "./metrics.ts";
export { createProducer, type Producer, type ProducerOptions, type Stream } from "./producer.ts";
export type { Counts } from "./queue.ts";
export { inSample, pageviewInSample, type Sample, type SampleUnit, sessionInSample } from "./sampling.ts";
export type { Submission, UriOf } from "./submission.ts";
