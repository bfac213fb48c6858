CREATE TABLE IF NOT EXISTS `event`.`codemirror_toggle` (
  `_schema` LONGTEXT COMMENT 'The schema that the event follows; it''s a URI.',
  `meta` JSON COMMENT 'What every event has.',
  `enabled` BOOLEAN,
  `order` BIGINT COMMENT 'A name that is a word of SQL. On two lines \\ with ${env:HOME}.',
  `share` DOUBLE,
  `tags` JSON,
  `items` JSON,
  `rest` JSON,
  `year` BIGINT,
  `month` BIGINT,
  `day` BIGINT,
  `hour` BIGINT,
  INDEX `hours` (`year`, `month`, `day`, `hour`)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='A user toggled syntax highlighting.';

ALTER TABLE `event`.`codemirror_toggle`
  ADD COLUMN IF NOT EXISTS `skin` LONGTEXT COMMENT 'Which skin; see T1.';
