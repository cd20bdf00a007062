"""The figures of an event: who tells what, what happened when, and who agrees with whom.

Each is worked out once as data (`matrix`, `timeline`, `agreement`); the HTML page, Markdown, the terminal and the SVG files render that.
"""

from consistency.model.listing import listed
from consistency.render.figures.event import EventFigures, figures_of
from consistency.render.figures.labels import brief
from consistency.render.figures.marks import MARKS
from consistency.render.figures.matrix import AT_A_GLANCE, STATES
from consistency.render.figures.timeline import clock, dated_words

IN_TEMPLATES = {
    "brief": brief,
    "clock": clock,
    "dated_words": dated_words,
    "figure_shapes": MARKS,
    "figure_states": STATES,
    "glance_rows": AT_A_GLANCE,
    "listed": listed,
    "row_numbers": lambda beside: {row.group.group.id: row.number for row in beside.rows},
}
"""What the figures' templates call."""

__all__ = ["IN_TEMPLATES", "EventFigures", "figures_of"]
