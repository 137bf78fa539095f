"""Why a window is counted again, in the words of the revision log."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """What made a figure change. A mark carries it to the fill, and the fill to the revision log."""

    STATEMENT = "statement", _("Something was recorded afterwards")
    VOIDED = "voided", _("A learning record was taken back")
    MEMBERSHIP_CORRECTED = "membership_corrected", _("A membership was corrected backwards")
    UNIT_MOVED = "unit_moved", _("A unit was moved")
    HEADCOUNT_STATED = "headcount_stated", _("The number of employees was stated")
    KPI_VERSION = "kpi_version", _("The key figure got a new definition")
    RECOUNTED = "recounted", _("Everything was counted again")


LONGEST_REASON = 24
