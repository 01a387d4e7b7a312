-- Who cancels, on which terms, and what is paid back?
SELECT CASE
    WHEN c."by" = 'cinema' THEN 'by the cinema'
    WHEN terms = 'full' THEN 'by staff, all of it'
    ELSE 'by the customer, ' || percent || ' %'
  END AS why,
  count(*) AS cancellations, sum(len(seatIds))::BIGINT AS seats, sum("value".amount)::BIGINT AS paidMinor, sum(refund.amount)::BIGINT AS promisedMinor,
  coalesce(sum(i.amount.amount), 0)::BIGINT AS refundedMinor
FROM CancellationAccepted c LEFT JOIN RefundIssued i USING (stream, cancellationId)
GROUP BY why ORDER BY cancellations DESC, why;
