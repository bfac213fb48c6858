CREATE TABLE IF NOT EXISTS "event"."codemirror_toggle" (
  "_schema" VARCHAR,
  "meta" STRUCT("stream" VARCHAR, "dt" TIMESTAMP WITH TIME ZONE),
  "enabled" BOOLEAN,
  "order" BIGINT,
  "share" DOUBLE,
  "tags" MAP(VARCHAR, VARCHAR),
  "items" STRUCT("pageId" BIGINT)[],
  "rest" JSON,
  "year" BIGINT,
  "month" BIGINT,
  "day" BIGINT,
  "hour" BIGINT
);
COMMENT ON TABLE "event"."codemirror_toggle" IS 'A user toggled syntax highlighting.';
COMMENT ON COLUMN "event"."codemirror_toggle"."_schema" IS 'The schema that the event follows; it''s a URI.';
COMMENT ON COLUMN "event"."codemirror_toggle"."meta" IS 'What every event has.';
COMMENT ON COLUMN "event"."codemirror_toggle"."order" IS 'A name that is a word of SQL. On two lines \ with ${env:HOME}.';

ALTER TABLE "event"."codemirror_toggle" ADD COLUMN IF NOT EXISTS "skin" VARCHAR;
COMMENT ON COLUMN "event"."codemirror_toggle"."skin" IS 'Which skin; see T1.';
ALTER TABLE "event"."codemirror_toggle" ADD COLUMN IF NOT EXISTS "meta"."domain" VARCHAR;
ALTER TABLE "event"."codemirror_toggle" ADD COLUMN IF NOT EXISTS "items".element."title" VARCHAR;
