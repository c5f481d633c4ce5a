"""What the command line says of options it does not take, in the user's language."""

import re

from typer import TyperException

from kikitori.wording import Wording

_NAME = r"'?(?P<name>.*?)'?"
_SAID = (
    ("no_command_given", r"Missing command\."),
    ("missing_option", rf"Missing option {_NAME}\..*"),
    ("missing_argument", rf"Missing argument {_NAME}\..*"),
    ("needs_value", rf"Option {_NAME} requires .*"),
    ("takes_no_value", rf"Option {_NAME} does not take a value\."),
    ("no_option_but", rf"No such option: {_NAME} \(Possible options: (?P<near>.*)\)"),
    ("no_option", rf"No such option: {_NAME}"),
    ("no_command_but", rf"No such command {_NAME}\. Did you mean (?P<near>.*)\?"),
    ("no_command", rf"No such command {_NAME}\."),
    ("too_many", r"Got unexpected extra argument\(s\) \((?P<name>.*)\)"),
    ("invalid", rf"Invalid value for {_NAME}: (?P<problem>.*)"),
    ("no_integer", r"Input should be a valid integer.*"),
    ("no_number", r"Input should be a valid number.*"),
    ("too_large", r"Input should be less than or equal to (?P<limit>.*)"),
    ("too_small", r"Input should be greater than or equal to (?P<limit>.*)"),
    ("none_of", rf"Value error, {_NAME} is not one of (?P<known>.*?)\.?"),
    ("not_there", rf"(?:File|Directory|Path) {_NAME} does not exist\."),
    ("itself", r"Invalid value: (?P<problem>.*)"),
)
"""What Typer says, by the key of our own words for it."""


def usage_lines(error: TyperException, wording: Wording) -> list[str]:
    """How the command is used, what is wrong, and where to read more."""
    context, said = getattr(error, "ctx", None), error.format_message()
    if "\n" in said:
        # No command was given, and Typer answers with the help.
        return [said]
    told = f"kikitori: {usage_told(said, wording)}"
    if context is None:
        return [told]
    usage = context.get_usage().removeprefix("Usage: ")
    hint = wording("usage.help", command=context.command_path)
    return [wording("usage.usage", usage=usage), told, hint]


def usage_told(said: str, wording: Wording) -> str:
    """What Typer says, in our words; a sentence nobody foresaw stands as it is."""
    for key, pattern in _SAID:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            values = found.groupdict()
            if problem := values.get("problem"):
                values["problem"] = usage_told(problem, wording)
            return wording(f"usage.{key}", **values)
    return said
