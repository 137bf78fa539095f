"""A small framework as files, for tests that break or change it."""

from pathlib import Path

HEAD = """
key = "small"
version = {version}
name.sv = "Liten"
name.en = "Small"
source.sv = "Egen"
source.en = "Own"

[[levels]]
number = 0
name.sv = "Ingen"
name.en = "None"
text.sv = "Inget alls."
text.en = "Nothing at all."

[[goals]]
key = "better"
name.sv = "Bättre"
name.en = "Better"
text.sv = "Det blir bättre."
text.en = "It gets better."
"""
AREA = """
key = "work"
name.sv = "Arbete"
name.en = "Work"
text.sv = "Det som görs."
text.en = "What is done."

[[groups]]
key = "daily"
name.sv = "Varje dag"
name.en = "Daily"
"""
CAPABILITY = """
[[groups.capabilities]]
key = "{key}"
goals = ["better"]
name.sv = "{key} på svenska"
name.en = "{key} in English"
text.sv = "Ni kan {key}."
text.en = "You can {key}."
"""


def write(folder: Path, *keys: str, version: int = 1, head: str = HEAD, area: str = AREA) -> Path:
    """Write the framework with these capabilities under the folder; return the folder."""
    home = folder / "small"
    home.mkdir(exist_ok=True)
    (home / "framework.toml").write_text(head.replace("{version}", str(version)), encoding="utf-8")
    capabilities = "".join(CAPABILITY.format(key=key) for key in keys)
    (home / "area-1-work.toml").write_text(area + capabilities, encoding="utf-8")
    return folder
