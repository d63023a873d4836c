"""The groups of the equality questions: the wider group of an ethnicity, and whether a disability was named."""

from django.utils.translation import gettext_noop

from .about import only

DECLINED, SOME, NONE = gettext_noop("Prefer not to say"), gettext_noop("A disability"), gettext_noop("No disability")
NOT_SAID = ("Z", "declined")  # the codes of the national lists for it
GROUP = "CASE WHEN {code}.code = ANY(%(not_said)s) THEN %(declined)s ELSE left({words}, 60) END"
FILL = f"""
INSERT INTO reports_equalitygroups (client_id, ethnicity, disability, religion, sexual_orientation, veteran)
SELECT c.id, COALESCE({GROUP.format(code="ethnicity", words="COALESCE(NULLIF(ethnicity.group, ''), ethnicity.label)")}, ''),
  COALESCE(named.disability, ''), COALESCE({GROUP.format(code="religion", words="religion.label")}, ''),
  COALESCE({GROUP.format(code="loves", words="loves.label")}, ''),
  COALESCE({GROUP.format(code="veteran", words="veteran.label")}, '')
FROM clients_client c
LEFT JOIN clients_equalityanswers answers ON answers.client_id = c.id
LEFT JOIN reference_code ethnicity ON ethnicity.id = answers.ethnicity_id
LEFT JOIN reference_code religion ON religion.id = answers.religion_id
LEFT JOIN reference_code loves ON loves.id = answers.sexual_orientation_id
LEFT JOIN reference_code veteran ON veteran.id = answers.veteran_id
LEFT JOIN (
  SELECT d.client_id, CASE
      WHEN bool_or(code.code <> 'none' AND NOT code.code = ANY(%(not_said)s)) THEN %(some)s
      WHEN bool_or(code.code = ANY(%(not_said)s)) THEN %(declined)s
      ELSE %(none)s END AS disability
  FROM clients_clientdisability d JOIN reference_code code ON code.id = d.code_id
  WHERE {{of_disability}}
  GROUP BY d.client_id
) named ON named.client_id = c.id
WHERE (answers.id IS NOT NULL OR named.client_id IS NOT NULL) AND {{of}}"""


def fill(cursor, clients):
    """Add the groups of everybody who was asked any of it: not to say is an answer, not asked is empty."""
    values = {"not_said": list(NOT_SAID), "declined": DECLINED, "some": SOME, "none": NONE}
    sql = FILL.format(of=only(clients, "c.id"), of_disability=only(clients, "d.client_id"))
    cursor.execute(sql, values)
