-- What did each movie take, by business date? Refunds count on the date of the show that they were paid for.
WITH refunds AS (SELECT stream, sum(amount.amount) AS refundedMinor FROM RefundIssued GROUP BY stream)
SELECT title, businessDate, paid.currency AS currency, count(*) AS bookings, sum(paid.amount)::BIGINT AS grossMinor,
  coalesce(sum(refundedMinor), 0)::BIGINT AS refundedMinor, (grossMinor - coalesce(sum(r.refundedMinor), 0))::BIGINT AS netMinor
FROM bookings b JOIN shows USING (showtimeId) LEFT JOIN refunds r ON r.stream = b.stream
GROUP BY title, businessDate, paid.currency ORDER BY businessDate, title;
