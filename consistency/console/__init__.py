"""What the terminal shows, as text: nothing here prints, and nothing in a document can move the cursor or change a colour."""

from consistency.console._lines import wrap as wrapped
from consistency.console.comparison import render_comparison
from consistency.console.report import render_report

__all__ = ["render_comparison", "render_report", "wrapped"]
