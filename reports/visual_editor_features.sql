-- How often features of the visual editor are used. streams.yaml samples one session of four.
SELECT
  DATE '{from_date}' AS date,
  wiki,
  feature,
  action,
  coalesce(platform, 'unknown') AS platform,
  count(*) / 0.25 AS uses,
  count(DISTINCT editing_session_id) / 0.25 AS sessions
FROM analytics_visual_editor_feature_use
WHERE year = {year} AND month = {month} AND day = {day}
GROUP BY ALL
ORDER BY ALL
