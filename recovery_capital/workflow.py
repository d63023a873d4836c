"""The verbs of recovery capital."""

from django.db import transaction

from core.workflow import move

from .choices import AssessmentStatus
from .models import DomainRating


@transaction.atomic
def record_assessment(assessment, ratings, *, by):
    """Keep a look at somebody's recovery capital: the facts and what was said of each domain, all or nothing."""
    assessment.save_by(by)
    move(assessment, AssessmentStatus.RECORDED, by=by)
    for rating in ratings:
        rating.assessment, rating.created_by, rating.updated_by = assessment, by, by
    DomainRating.objects.bulk_create(ratings)
    return assessment
