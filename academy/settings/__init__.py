"""Settings of the academy, read from the environment: one module a concern, each variable listed in docs/operations.md.

A module says what it needs of another by importing it, and none replaces what another says. The order here is that in which
a start asks for what is missing; the log comes last, when all the rest is there.
"""

from academy.settings.installation import *
from academy.settings.composition import *
from academy.settings.database import *
from academy.settings.signing_in import *
from academy.settings.language import *
from academy.settings.files import *
from academy.settings.limits import *
from academy.settings.cms import *
from academy.settings.jobs import *
from academy.settings.mail import *
from academy.settings.security import *
from academy.settings.log import *
