"""What staff type about leaving treatment, and when an episode ends, rests or goes on."""

from .episode import (
    CloseEpisodeForm,
    DeathForm,
    PauseForm,
    ReopenForm,
    ResumeForm,
    WithdrawDeathForm,
)
from .leaving import (
    AgreeForm,
    AnswerForm,
    BeginForm,
    CheckUpForm,
    ChosenServiceForm,
    CopyQuery,
    DeclineForm,
    EpisodeForm,
    HandoverForm,
    HandoverQuery,
    NeedForm,
    OverrideForm,
    QuestionForm,
    WithdrawForm,
)

__all__ = [
    "AgreeForm",
    "AnswerForm",
    "BeginForm",
    "CheckUpForm",
    "ChosenServiceForm",
    "CloseEpisodeForm",
    "CopyQuery",
    "DeathForm",
    "DeclineForm",
    "EpisodeForm",
    "HandoverForm",
    "HandoverQuery",
    "NeedForm",
    "OverrideForm",
    "PauseForm",
    "QuestionForm",
    "ReopenForm",
    "ResumeForm",
    "WithdrawDeathForm",
    "WithdrawForm",
]
