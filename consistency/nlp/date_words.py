"""The words that dates are made of, and the pattern of all dates."""

from __future__ import annotations

import calendar
import re

MONTHS = {"sept": 9}
MONTHS |= {name.lower(): number for names in (calendar.month_name, calendar.month_abbr) for number, name in enumerate(names) if name}
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
SHORT_DAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4}
QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = "|".join([*WEEKDAYS, *sorted(SHORT_DAYS, key=len, reverse=True)])
_YEAR = r"(?:1[5-9]|20)\d\d"
_COUNT = r"\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|(?:a\s+)?couple(?:\s+of)?"
_DASH = r"\s*(?:-|–|to|and|through|until)\s*"
_STOP = r"(?:\.(?=\s+(?:of\s+)?(?:\d|[a-z])))?"
_TH = r"(?:st|nd|rd|th)?"
PATTERN = re.compile(
    rf"""(?<![\w/])(?:
      (?P<iso>{_YEAR}[-/]\d\d[-/]\d\d)(?!\d)
    | (?P<figures>(?P<one>\d{{1,2}})(?P<mark>[/.])(?P<two>\d{{1,2}})(?P=mark)(?P<yyyy>{_YEAR}|\d\d))(?![\d/])
    | (?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}}){_TH}(?:{_DASH}(?P<till>\d{{1,2}}){_TH}(?=\W|$)(?!\s*(?:percent|%|people)))?
        (?!\d|,?\d{{3}}\b(?!\d))(?:,?\s+(?P<year>{_YEAR})\b)?
    | (?:(?P<from>\d{{1,2}}){_TH}{_DASH})?(?P<day2>\d{{1,2}}){_TH}\s+(?:of\s+)?(?P<month2>{_MONTH})\b{_STOP}
        (?:,?\s+(?P<year2>{_YEAR})\b)?
    | (?:the\s+)?(?P<quarter>first|second|third|fourth|last|[1-4](?:st|nd|rd|th))[\s-]+quarter(?!-)(?:\s+of(?=\s+(?:fiscal|{_YEAR})))?
        (?:\s+(?P<fiscal_quarter>fiscal(?:\s+year)?))?(?:\s+(?P<year5>{_YEAR})\b)?
    | Q(?P<quarter2>[1-4])(?:\s+(?:of\s+)?(?P<year6>{_YEAR})\b)?
    | (?:the\s+)?(?P<half>first|second)\s+half\s+of\s+(?P<year7>{_YEAR})\b
    | (?P<fiscal>(?:fiscal(?:\s+year)?|FY)[\s-]*'?(?P<fiscal_year>{_YEAR}|\d\d))\b
    | (?P<decade>(?:(?:early|mid|late)[\s-]+)?(?:(?P<century>1[5-9]|20)|['’])(?P<tens>\d)0['’]?s)\b
    | (?:(?P<which>last|this|next|late|early|mid|since|in|by|of|until|before|after|from)[\s-]+)?(?P<month3>{_MONTH})\b{_STOP}
        (?!\s+\d{{1,2}}(?!\d))(?:\s+(?:of\s+)?(?P<year3>{_YEAR})\b)?
    | (?:(?P<which2>last|next|this|coming|past|late|early|overnight)\s+(?:on\s+)?)?(?P<weekday>{_DAY})\b
        (?:\s+(?P<part>night|evening|morning|afternoon|overnight))?
    | (?P<relative>the\s+day\s+(?:before\s+yesterday|after\s+tomorrow)|(?:late\s+)?yesterday(?:\s+(?:night|evening))?
        |today|tonight|tomorrow|last\s+night
        |(?:last|next|this|past|previous|coming)\s+(?:week|weekend|month|quarter|year|decade)
        |(?:over|at|during|on)\s+the\s+weekend|(?:this|earlier\s+this)\s+(?:morning|afternoon|evening))
    | (?P<ago>(?P<count>{_COUNT})\s+(?P<unit>day|night|week|month|year|decade)s?\s+(?P<way>ago|from\s+(?:now|today)))
    | (?P<time_hence>in\s+(?P<count2>{_COUNT})\s+(?P<unit2>day|week|month|year)s?['’]\s+time)
    | (?P<year4>{_YEAR})(?![-\d%]|,\d|\.\d|\s*(?:percent|people)\b)
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
CORE = frozenset(
    {
        *MONTHS,
        *WEEKDAYS,
        *SHORT_DAYS,
        *("yesterday", "today", "tonight", "tomorrow", "night", "weekend", "week", "month", "quarter", "year", "decade", "morning"),
        *("afternoon", "evening", "days", "nights", "weeks", "months", "years", "decades", "day", "fiscal", "fy", "q", "half"),
    }
)
"""Words one of which stands in every date that has no digits."""
STARTS = CORE | frozenset(
    {
        *("the", "first", "second", "third", "fourth", "last", "this", "next", "late", "early", "mid", "since", "in", "by", "of", "until"),
        *(
            "before", "after", "from", "coming", "past", "overnight", "previous", "earlier", "over", "at", "during", "on", "a",
            "an", "couple",
        ),
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "'", "’"),
    }
)  # fmt: skip
"""Words that a date may start with."""
