"""What pages of recovery capital share: for which episode somebody writes, and at which stage."""

from clients.responsible import current_episode

from ..choices import Stage


def episode_for(request, client):
    """The open episode of one of the user's teams, else the client's newest."""
    return client.episodes.open().filter(team__in=request.user.team_ids).first() or current_episode(client)


def stage_of(results, measure=None):
    """What stage to offer: the start the first time, a review later."""
    before = results.filter(measure=measure) if measure else results
    return Stage.REVIEW if before.exists() else Stage.START
