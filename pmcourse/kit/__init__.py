"""What every lesson is made of, once.

Ground floor, without Jupyter: `colours`, `fields`, `catalogue`, `readers`, `marks`, `case`, `progress`. On the screen:
`look`, `drawing`, `editor`, `form`, `questions`, `exercise`, `bones`, `download`. On the command line: `commands`.
"""
