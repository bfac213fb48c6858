-- From where the template dialog is opened, by experience.
SELECT
  DATE '{from_date}' AS date,
  wiki,
  opened_from,
  coalesce(user_edit_count_bucket, 'unknown') AS edit_count_bucket,
  count(*) AS opens,
  count(*) FILTER (WHERE template_known) AS with_description
FROM analytics_template_dialog_open
WHERE year = {year} AND month = {month} AND day = {day}
GROUP BY ALL
ORDER BY ALL
