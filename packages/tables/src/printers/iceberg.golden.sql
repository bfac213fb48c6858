CREATE TABLE IF NOT EXISTS `event`.`codemirror_toggle` (
  `_schema` STRING COMMENT 'The schema that the event follows\; it\'s a URI.',
  `meta` STRUCT<`stream`: STRING, `dt`: TIMESTAMP> COMMENT 'What every event has.',
  `enabled` BOOLEAN,
  `order` BIGINT COMMENT 'A name that is a word of SQL. On two lines \\ with $\{env:HOME}.',
  `share` DOUBLE,
  `tags` MAP<STRING, STRING>,
  `items` ARRAY<STRUCT<`pageId`: BIGINT>>,
  `rest` STRING,
  `year` BIGINT,
  `month` BIGINT,
  `day` BIGINT,
  `hour` BIGINT
)
USING iceberg
PARTITIONED BY (`year`, `month`, `day`, `hour`)
LOCATION 'hdfs:///data/event/codemirror_toggle'
COMMENT 'A user toggled syntax highlighting.';

ALTER TABLE `event`.`codemirror_toggle` ADD COLUMNS (
  `skin` STRING COMMENT 'Which skin\; see T1.',
  `meta`.`domain` STRING COMMENT 'Where.',
  `items`.element.`title` STRING
);
