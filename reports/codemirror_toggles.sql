-- How often syntax highlighting is switched on and off, by editor and experience.
SELECT
  DATE '{from_date}' AS date,
  wiki,
  editor,
  coalesce(user_edit_count_bucket, 'unknown') AS edit_count_bucket,
  count(*) FILTER (WHERE enabled) AS toggled_on,
  count(*) FILTER (WHERE NOT enabled) AS toggled_off
FROM analytics_codemirror_toggle
WHERE year = {year} AND month = {month} AND day = {day}
GROUP BY ALL
ORDER BY ALL
