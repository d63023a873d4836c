"""SQL about what somebody uses, which several facts share."""

from clients.choices import OPIATES, Substance, SubstanceGroup

# Any opiate makes the group, else the mix of other drugs and alcohol: as EpisodeQuerySet.with_substance_group.
USED = """
SELECT s.episode_id, min(s.substance) FILTER (WHERE s.rank = 1) AS first,
  bool_or(s.substance = ANY(%(opiates)s) OR s.substance = %(crack)s) AS is_ocu, CASE
    WHEN bool_or(s.substance = ANY(%(opiates)s)) THEN 'opiate'
    WHEN bool_and(s.substance = %(alcohol)s) THEN 'alcohol'
    WHEN bool_or(s.substance = %(alcohol)s) THEN 'non_opiate_and_alcohol'
    ELSE 'non_opiate' END AS grouped
FROM clients_episodesubstance s JOIN clients_episode e ON e.id = s.episode_id
WHERE {of_episode}
GROUP BY s.episode_id
"""
PARAMETERS = {
    "opiates": [value.value for value in OPIATES],
    "crack": Substance.CRACK.value,
    "alcohol": Substance.ALCOHOL.value,
    "no_group": SubstanceGroup.NOT_RECORDED.value,
}
