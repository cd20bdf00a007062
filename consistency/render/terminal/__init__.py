"""What the terminal shows, as text: nothing here prints, and nothing in a document can move the cursor or change a colour."""

from consistency.render.terminal.check import render_check
from consistency.render.terminal.comparison import render_comparison
from consistency.render.terminal.lines import wrap as wrapped
from consistency.render.terminal.report import render_finding, render_report

__all__ = ["render_check", "render_comparison", "render_finding", "render_report", "wrapped"]
