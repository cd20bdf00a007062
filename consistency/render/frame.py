"""The findings as a pandas table. pandas is optional: only who asks for the table needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consistency.model import Report
from consistency.render.view.rows import COLUMNS, rows

if TYPE_CHECKING:
    import pandas


def to_frame(report: Report) -> pandas.DataFrame:
    """One row a finding, worst first; columns as in `findings.csv`, with the texts as they are (no spreadsheet escapes).

    Raises `ImportError` with the way to install pandas where it is missing.
    """
    try:
        import pandas
    except ImportError as error:
        raise ImportError("the table of findings needs pandas: pip install 'consistency[pandas]'") from error
    return pandas.DataFrame(rows(report), columns=list(COLUMNS))
