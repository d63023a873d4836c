"""The days that belong to a journey: some before it began and some after it ended, and never to two journeys.

What is asked before treatment describes its start, and what is asked just after it describes its end. Both numbers are
ours; between two journeys lie more than the 14 days, so that a result after the end is never the start of the next.
"""

BEFORE, AFTER = 28, 14
SPAN = f"""span AS (
  SELECT j.*, GREATEST(j.started_on - {BEFORE}, lag(j.ended_on) OVER w + {AFTER + 1}) AS opens_on,
    COALESCE(j.ended_on + {AFTER}, 'infinity') AS closes_on
  FROM reports_journey j WHERE {{of_journey}}
  WINDOW w AS (PARTITION BY j.client_id ORDER BY j.started_on)
)"""
WITHIN = "BETWEEN span.opens_on AND span.closes_on"
