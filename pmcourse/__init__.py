"""A course module on digital product management, as Jupyter notebooks with widgets."""
