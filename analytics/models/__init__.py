"""Django finds a room's models here; import them from their own files."""

from analytics.models.attachments import Attachment
from analytics.models.credentials import Credential
from analytics.models.documents import ActivityDefinition, Document
from analytics.models.figures import Coverage, Fact, Figure, FillTurn, Headcount
from analytics.models.reasons import Reason
from analytics.models.shared import ExaminedPeriod, Purge, Revision, SharedFigure, SharingChoice, Snapshot
from analytics.models.statements import DirtyMark, Statement, StatementReference

__all__ = [
    "ActivityDefinition",
    "Attachment",
    "Coverage",
    "Credential",
    "DirtyMark",
    "Document",
    "ExaminedPeriod",
    "Fact",
    "Figure",
    "FillTurn",
    "Headcount",
    "Purge",
    "Reason",
    "Revision",
    "SharedFigure",
    "SharingChoice",
    "Snapshot",
    "Statement",
    "StatementReference",
]
