-- Who was refused, why, and which of the seats they asked for stayed empty in the end?
WITH refused AS (
  SELECT showtimeId, refusal.why AS why, sum(refusal.count)::BIGINT AS refusals, sum(refusal.count * refusal.party)::BIGINT AS seats
  FROM DemandLost, unnest(refusals) AS each(refusal) GROUP BY ALL
), kept AS (
  SELECT showtimeId, count(*) AS seats, avg(priceMinor) AS priceMinor
  FROM sold ANTI JOIN returned r ON r.bookingId = sold.bookingId AND r.seatId = sold.seatId GROUP BY showtimeId
), houses AS (
  SELECT showtimeId, capacity - coalesce(seats, 0) AS leftEmpty, coalesce(priceMinor, 0) AS priceMinor FROM shows LEFT JOIN kept USING (showtimeId)
)
SELECT why, count(*) AS shows, sum(refusals)::BIGINT AS refusals, sum(seats)::BIGINT AS seats,
  sum(least(seats, leftEmpty))::BIGINT AS seatsLeftEmpty, round(sum(least(seats, leftEmpty) * priceMinor))::BIGINT AS lostMinor
FROM refused JOIN houses USING (showtimeId) GROUP BY why ORDER BY seats DESC, why;
