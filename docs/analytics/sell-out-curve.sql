-- How fast do the fullest houses sell, in days since their sales opened?
WITH changes AS (
  SELECT stream, decidedAt AS changedAt, len(seatIds) AS seats FROM SeatsBooked
  UNION ALL SELECT stream, decidedAt, -len(seatIds) FROM SeatsReturned
), fullest AS (
  SELECT s.stream, s.title || ' ' || strftime(s.localStart, '%Y-%m-%d %H:%M') AS house, s.capacity, s.onSaleAt
  FROM shows s JOIN changes USING (stream) GROUP BY s.stream, s.title, s.localStart, s.capacity, s.onSaleAt
  ORDER BY sum(seats) / s.capacity DESC, house LIMIT 5
)
SELECT house, day, round(100.0 * coalesce(sum(seats) FILTER (WHERE changedAt < onSaleAt + to_days(day)), 0) / capacity, 1) AS percent
FROM fullest JOIN changes USING (stream), unnest(range(0, 15)::INTEGER[]) AS each(day)
GROUP BY house, day, capacity ORDER BY house, day;
