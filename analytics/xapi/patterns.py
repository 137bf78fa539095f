"""The regular expressions of the formats that xAPI names, compiled once.

All are used with ``fullmatch``. None can backtrack for long: every repeated part begins with a
character that cannot end the part before it.
"""

from __future__ import annotations

import re

# RFC 3987 without its finer points: a scheme, then characters that an IRI may contain, with
# percent signs only in escapes and at most one fragment.
_IRI_CHARACTER = r"[^\x00-\x20\x7f-\x9f<>\"{}|\\^`%#\ud800-\udfff\ufff0-\uffff]"
_IRI_PART = rf"{_IRI_CHARACTER}*(?:%[0-9A-Fa-f]{{2}}{_IRI_CHARACTER}*)*"
IRI = re.compile(rf"[A-Za-z][A-Za-z0-9+.\-]*:(?!$){_IRI_PART}(?:#{_IRI_PART})?")

# Each label of the host begins with a letter or a digit and does not end with a hyphen.
_LABEL = r"[^\W_](?:[^\W_]|-)*(?<!-)"
_MAILBOX = r"(?:[^\x00-\x20\x7f-\x9f@<>()\[\]\\,;:\"?#%\ud800-\udfff]|%[0-9A-Fa-f]{2})+"
MBOX = re.compile(rf"mailto:{_MAILBOX}@{_LABEL}(?:\.{_LABEL})*")

UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
SHA1 = re.compile(r"[0-9A-Fa-f]{40}")
SHA2 = re.compile(r"[0-9A-Fa-f]{56}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{96}|[0-9A-Fa-f]{128}")

_WORD = r"[A-Za-z0-9!#$%&'*+\-.^_`|~]+"
_PARAMETER = rf"{_WORD}=(?:{_WORD}|\"(?:[^\"\\\r\n]|\\[^\r\n])*\")"
MEDIA_TYPE = re.compile(rf"{_WORD}/{_WORD}(?:[ \t]*;[ \t]*{_PARAMETER})*")

# ISO 8601:2004 4.4.3.2. Only the last, smallest part may have a fraction. Seconds alone may stand without the T that ISO
# asks for: the specification's own example P16559.14S (xAPI-Data 4.6) does.
_AMOUNT = r"[0-9]+(?:[.,][0-9]+(?=[YMWDHS]$))?"
DURATION = re.compile(
    rf"P(?:{_AMOUNT}[WS]"
    rf"|(?=[0-9T])(?:{_AMOUNT}Y)?(?:{_AMOUNT}M)?(?:{_AMOUNT}D)?"
    rf"(?:T(?=[0-9])(?:{_AMOUNT}H)?(?:{_AMOUNT}M)?(?:{_AMOUNT}S)?)?)",
)

# "-00:00" says that the offset is unknown; both versions refuse it, and its shorter spellings.
_OFFSET_KNOWN = r"(?!-00:?(?:00)?$)"
# ISO 8601, extended or basic but never mixed (that is what the conditionals on "dash" are for).
TIMESTAMP_ISO_8601 = re.compile(
    r"(?P<year>[0-9]{4})(?P<dash>-)?(?P<month>[0-9]{2})(?(dash)-)(?P<day>[0-9]{2})"
    r"T(?P<hour>[0-9]{2})(?(dash):)(?P<minute>[0-9]{2})"
    r"(?:(?(dash):)(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]+))?)?"
    rf"(?P<offset>Z|{_OFFSET_KNOWN}[+-][0-9]{{2}}(?::?[0-9]{{2}})?)?",
)
TIMESTAMP_RFC_3339 = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"[Tt ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
    r":(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?"
    rf"(?P<offset>[Zz]|{_OFFSET_KNOWN}[+-][0-9]{{2}}:[0-9]{{2}})",
)

# A request may leave the last number out, a statement may not (2.4.10: it starts with "1.0.").
_PATCH = r"\.[0-9]+(?:[-+][0-9A-Za-z.+-]+)?"
VERSION_1_0 = re.compile(rf"1\.0(?:{_PATCH})?")
VERSION_2_0 = re.compile(rf"2\.0(?:{_PATCH})?")
STATEMENT_1_0 = re.compile(rf"1\.0{_PATCH}")
STATEMENT_2_0 = re.compile(rf"2\.0{_PATCH}")
