-- What readers do with footnotes where there are no previews. streams.yaml samples one page view of ten.
SELECT
  DATE '{from_date}' AS date,
  wiki,
  count(*) FILTER (WHERE action = 'pageview') / 0.1 AS pageviews,
  count(*) FILTER (WHERE action = 'clicked_footnote') / nullif(count(*) FILTER (WHERE action = 'pageview'), 0)
    AS footnote_clicks_per_pageview,
  count(*) FILTER (WHERE action = 'clicked_reference_content') / nullif(count(*) FILTER (WHERE action = 'pageview'), 0)
    AS content_clicks_per_pageview
FROM analytics_reference_previews_baseline
WHERE year = {year} AND month = {month} AND day = {day}
GROUP BY ALL
ORDER BY ALL
