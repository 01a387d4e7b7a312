-- How full is a house, hour by hour before its show?
WITH changes AS (
  SELECT stream, decidedAt AS changedAt, len(seatIds) AS seats FROM SeatsBooked
  UNION ALL SELECT stream, decidedAt, -len(seatIds) FROM SeatsReturned
), hours AS (
  SELECT greatest(0, least(73, floor(epoch(startsAt - changedAt) / 3600)))::INTEGER AS hoursBefore, sum(seats) AS seats
  FROM changes JOIN shows USING (stream) GROUP BY ALL
), every AS (SELECT unnest(range(0, 74))::INTEGER AS hoursBefore)
SELECT hoursBefore, (sum(coalesce(seats, 0)) OVER (ORDER BY hoursBefore DESC))::BIGINT AS seatsSold,
  round(100.0 * seatsSold / (SELECT sum(capacity) FROM shows), 2) AS percent
FROM every LEFT JOIN hours USING (hoursBefore) QUALIFY hoursBefore <= 72 ORDER BY hoursBefore;
