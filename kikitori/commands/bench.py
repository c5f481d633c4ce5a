"""`kikitori bench`: speed and accuracy as ratios against a named peer in the same run."""

import typer

app = typer.Typer(help="Measure against peers 他方式との比較計測", no_args_is_help=True)
