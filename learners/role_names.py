"""The names of the roles, as people read them."""

from typing import Any

from django.utils.translation import pgettext_lazy

from learners.roles import Role

ROLE_NAMES: dict[Role, Any] = {
    Role.STAFF: pgettext_lazy("role", "Staff"),
    Role.LEADER: pgettext_lazy("role", "Leader"),
    Role.HR: pgettext_lazy("role", "HR"),
    Role.FACILITATOR: pgettext_lazy("role", "Facilitator"),
    Role.AUTHOR: pgettext_lazy("role", "Author"),
    Role.REVIEWER: pgettext_lazy("role", "Reviewer"),
    Role.ACADEMY_ADMIN: pgettext_lazy("role", "Academy admin"),
    Role.COORDINATOR: pgettext_lazy("role", "Coordinator"),
    Role.FEDERATION_ANALYST: pgettext_lazy("role", "Federation analyst"),
}
