"""What the terminal shows, as text: nothing here prints, and nothing in a document can move the cursor or change a colour."""

from consistency.console._lines import wrap as wrapped
from consistency.console.check import render_check
from consistency.console.comparison import render_comparison
from consistency.console.report import render_finding, render_report

__all__ = ["render_check", "render_comparison", "render_finding", "render_report", "wrapped"]
