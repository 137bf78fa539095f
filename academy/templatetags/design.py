"""The tag of the catalogue of components: what is shown and the lines that make it are one and the same."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, TokenType
from django.template.context import Context
from django.template.loader import get_template

register = template.Library()

END = "endstate"
MARKS = {TokenType.VAR: ("{{ ", " }}"), TokenType.BLOCK: ("{% ", " %}"), TokenType.COMMENT: ("{# ", " #}")}


class StateNode(template.Node):
    """One state of a component with its title and its source."""

    def __init__(self, title: FilterExpression, source: str, nodelist: NodeList) -> None:
        self.title = title
        self.source = source
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        """Draw the state in its frame."""
        given = {"title": self.title.resolve(context), "source": self.source, "shown": self.nodelist.render(context)}
        drawn: str = get_template("design/state.html").template.render(Context(given))  # type: ignore[attr-defined]
        return drawn


@register.tag
def state(parser: Parser, token: Token) -> StateNode:
    """Show what stands up to `{% endstate %}`, and beside it the very lines, to copy: `{% state _("Title") %}`."""
    title = parser.compile_filter(token.split_contents()[1])
    source = _source(parser)
    nodelist = parser.parse((END,))
    parser.delete_first_token()
    return StateNode(title, source, nodelist)


def _source(parser: Parser) -> str:
    """Return the text up to the end of the state, as it was written; the parser keeps what is to come in reverse."""
    parts = []
    coming: list[Token] = [token for token in parser.tokens if isinstance(token, Token)][::-1]
    for token in coming:
        if token.token_type is TokenType.BLOCK and token.contents == END:
            break
        before, after = MARKS.get(token.token_type, ("", ""))
        parts.append(before + token.contents + after)
    return "".join(parts).strip("\n")
