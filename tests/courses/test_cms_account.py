"""The CMS's page about oneself."""

from tests.conftest import Cast, signed_in

LANGUAGE = {"language-language": "sv"}
THEME = {"theme-theme": "dark", "theme-contrast": "system", "theme-density": "default"}


def test_nobody_changes_their_name_or_portrait_in_the_cms(cast: Cast) -> None:
    client = signed_in(cast.editor)
    page = client.get("/admin/account/").content.decode()
    assert "language-language" in page
    assert [name for name in ("name_email", "avatar-avatar", "locale-preferred_language") if name in page] == []
    typed = {"name_email-first_name": "Chefen", "name_email-last_name": "Själv", "name_email-email": "x@y.example"}
    assert client.post("/admin/account/", LANGUAGE | THEME | typed).status_code == 302
    before = (cast.editor.first_name, cast.editor.last_name, cast.editor.email)
    cast.editor.refresh_from_db()
    assert (cast.editor.first_name, cast.editor.last_name, cast.editor.email) == before
    assert cast.editor.wagtail_userprofile.theme == "dark"


def test_it_is_there_for_editors_alone(cast: Cast) -> None:
    assert signed_in(cast.eksjo.hr).get("/admin/account/").status_code == 403
