"""What staff type about leaving treatment, and when an episode ends, rests or goes on."""

from .check_up import ActForm, CheckUpForm, TryForm
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
from .returning import ExitForm, OutcomeForm, ReturnForm, ShareForm, SupportForm

__all__ = [
    "ActForm",
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
    "ExitForm",
    "HandoverForm",
    "HandoverQuery",
    "NeedForm",
    "OutcomeForm",
    "OverrideForm",
    "PauseForm",
    "QuestionForm",
    "ReopenForm",
    "ResumeForm",
    "ReturnForm",
    "ShareForm",
    "SupportForm",
    "TryForm",
    "WithdrawDeathForm",
    "WithdrawForm",
]
