"""The board's own parts of a page: scripts and styles of qa/board/player as Streamlit components."""

from pathlib import Path

from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer

PLAYER = Path(__file__).parent / "player"


def _part(name: str) -> ComponentRenderer:
    # A component's script is a blob, which can import only by full addresses.
    script = (
        f'const {{ default: mount }} = await import(location.origin + "/board/{name}.js");\n'
        "export default mount;\n"
    )
    styles = [(PLAYER / f"{sheet}.css").read_text(encoding="utf-8") for sheet in ("base", name)]
    html = '<div class="root"></div>'
    return component(f"kikitori_{name}", html=html, css="\n".join(styles), js=script)


bar = _part("bar")
queue = _part("queue")
call = _part("call")
live = _part("live")
desk = _part("desk")
journeys = _part("journeys")
call_backs = _part("call_backs")
