-- How dialogs end: a session is saved if any of its events says so.
WITH sessions AS (
  SELECT wiki, session_token, bool_or(action = 'saved') AS is_saved, count(*) FILTER (WHERE action = 'added_parameter') AS added
  FROM analytics_template_dialog_interaction
  WHERE year = {year} AND month = {month} AND day = {day}
  GROUP BY wiki, session_token
)
SELECT
  DATE '{from_date}' AS date,
  wiki,
  count(*) FILTER (WHERE is_saved) AS saved,
  count(*) FILTER (WHERE NOT is_saved) AS not_saved,
  avg(added) AS mean_added_parameters
FROM sessions
GROUP BY wiki
ORDER BY wiki
