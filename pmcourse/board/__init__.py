"""The board: cards in lanes and columns, moved by drag, by keyboard or by buttons. Story maps and roadmaps use it."""

from pmcourse.board.board import Board, BoardError, Refused, moved, problem

__all__ = ["Board", "BoardError", "Refused", "moved", "problem"]
