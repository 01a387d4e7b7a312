-- How many seats that were paid for stay empty, by weekday? Shows at whose gate nobody was scanned are left out.
WITH admissions AS (
  SELECT stream, unnest(seatIds) AS seatId FROM TicketAdmitted a
  WHERE NOT EXISTS (SELECT 1 FROM AdmissionUndone u WHERE u.checkinId = a.checkinId)
), kept AS (
  SELECT sold.* FROM sold ANTI JOIN returned r ON r.bookingId = sold.bookingId AND r.seatId = sold.seatId
), seen AS (
  SELECT k.showtimeId, k.seatId, a.seatId IS NOT NULL AS came
  FROM kept k LEFT JOIN (SELECT DISTINCT stream, seatId FROM admissions) a USING (stream, seatId)
), gated AS (SELECT showtimeId FROM seen GROUP BY showtimeId HAVING bool_or(came))
SELECT isodow(businessDate)::INTEGER AS weekday, dayname(businessDate) AS day, count(*) AS seats, count(*) FILTER (WHERE NOT came) AS noShows,
  round(100.0 * noShows / seats, 1) AS percent
FROM seen JOIN gated USING (showtimeId) JOIN shows USING (showtimeId) GROUP BY ALL ORDER BY weekday;
