"""The command line: `kikitori COMMAND`; Ctrl-C is answered in a word from its first moment on."""

import io
import sys

from kikitori.wording import load_wording, told, user_language
from speech.errors import KikitoriError


def main() -> None:
    """Run the command line; a deliberate error becomes one line and its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # File names need not be in the terminal's encoding.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(_run())
    except KeyboardInterrupt:
        print(f"kikitori: {load_wording(user_language())('aborted')}", file=sys.stderr)
        sys.exit(1)
    except KikitoriError as error:
        print(f"kikitori: {told(error)}", file=sys.stderr)
        sys.exit(error.exit_code)


def _run() -> int:
    """Loading the commands takes seconds on a busy machine, and may be interrupted."""
    import typer

    from kikitori.command_line import app
    from kikitori.usage import usage_lines

    try:
        code = app(standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except typer.TyperException as error:
        lines = usage_lines(error, load_wording(user_language()))
        print("\n".join(lines), file=sys.stderr)
        return error.exit_code
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
