"""Backlog prioritization: the artefact, its methods, its checks, its pictures and its widget."""
