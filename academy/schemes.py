"""Both colour schemes at will, for the catalogue of components: derived from tokens.css, where alone the values are."""

import re

LIGHT = re.compile(r"^:root \{(.*?)^\}", re.DOTALL | re.MULTILINE)
DARK = re.compile(
    r"^@media screen and \(prefers-color-scheme: dark\) \{\s*:root \{(.*?)^  \}", re.DOTALL | re.MULTILINE
)
CONTRAST = re.compile(r"^@media \(prefers-contrast: more\) \{\s*:root \{(.*?)\}\s*^\}", re.DOTALL | re.MULTILINE)
DECLARATION = re.compile(r"(--[a-z0-9-]+): ([^;]+);")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def scheme_sheet(tokens: str) -> str:
    """Return a style sheet with the classes scheme-light and scheme-dark, from the text of tokens.css.

    Each sets what the dark scheme changes, whatever the device prefers; print stays light. Raises ValueError when the
    tokens are not laid out as expected, so that a scheme is never half.
    """
    css = COMMENT.sub("", tokens)
    light, dark, contrast = (_declared(pattern, css) for pattern in (LIGHT, DARK, CONTRAST))
    if not dark.keys() <= light.keys():
        raise ValueError(f"Only the dark scheme has {sorted(dark.keys() - light.keys())}.")
    return "\n".join(
        [
            "@media screen {",
            _rule(".scheme-light", {"color-scheme": "light"} | {name: light[name] for name in dark}),
            _rule(".scheme-dark", {"color-scheme": "dark"} | dark),
            "}",
            "@media (prefers-contrast: more) { " + _rule(".scheme-light, .scheme-dark", contrast) + " }",
        ]
    )


def _declared(pattern: re.Pattern[str], css: str) -> dict[str, str]:
    found = pattern.search(css)
    if found is None:
        raise ValueError(f"tokens.css has nothing like {pattern.pattern}.")
    return dict(DECLARATION.findall(found[1]))


def _rule(selector: str, declarations: dict[str, str]) -> str:
    return f"{selector} {{ " + " ".join(f"{name}: {value};" for name, value in declarations.items()) + " }"
