-- What did guests have in their hands and let go, and which of those seats stayed empty?
WITH lost AS (
  SELECT h.stream, h.ending, h.holdId, seat.id AS seatId, seat.price.amount AS priceMinor
  FROM holds h, unnest(h.seats) AS each(seat) WHERE h.ending NOT IN ('booked', 'open')
), kept AS (
  SELECT s.stream, seatId FROM sold JOIN shows s USING (showtimeId)
  ANTI JOIN returned r ON r.bookingId = sold.bookingId AND r.seatId = sold.seatId
), empty AS (
  SELECT stream, seatId, arg_max(holdId, holdId) AS holdId FROM lost ANTI JOIN kept USING (stream, seatId) GROUP BY stream, seatId
)
SELECT ending, count(DISTINCT holdId) AS holds, count(*) AS seats, count(e.seatId) AS seatsLeftEmpty,
  coalesce(sum(priceMinor) FILTER (WHERE e.seatId IS NOT NULL), 0)::BIGINT AS lostMinor
FROM lost l LEFT JOIN empty e USING (stream, seatId, holdId) GROUP BY ending ORDER BY seatsLeftEmpty DESC, ending;
