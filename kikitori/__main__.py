"""Makes `python -m kikitori` the same as `kikitori`."""

from kikitori.cli import main

main()
