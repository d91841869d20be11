"""Pure analysis: no Django, no database, no clock. Usable from a notebook.

`verdict.judge` gives counts their verdict; `rates` and `areas` are Ibis expressions.
"""
