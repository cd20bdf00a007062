"""Reads a made-up crawl of many records and prints how long it took and how much memory: `python benchmarks/crawl.py [RECORDS]`.

The most that 10,000 records may take is 1.5 GB; the script ends with 1 where it was more.
"""

from __future__ import annotations

import io
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from consistency.ingest.discover import read

MOST = 1_500_000_000
PLACES = ("Alda", "Norrport", "Hexley", "Tarn", "Ostmill")
PARAGRAPH = (
    "The council of {place} voted by {votes} to {other} to spend {cost} million crowns on the {thing}, the mayor said on Monday. "
    "Work will begin in {month} and last {months} months, and the road along the quay will stay open to buses all that time. "
)


def page(number: int) -> str:
    """A page as news sites serve it: some 5 kB of article among 25 kB of everything else."""
    place, thing = PLACES[number % 5], ("bridge", "lido", "tram", "quay", "school")[number // 5 % 5]
    told = {"place": place, "thing": thing, "votes": number % 40 + 5, "other": number % 17, "cost": number % 90 + 1}
    told |= {"month": "May", "months": number % 30}
    body = "".join(f"<p>{PARAGRAPH.format(**told)}</p>" for _ in range(16))
    links = "".join(f'<li><a href="/{other}">Another story of {PLACES[other % 5]}, number {other}</a></li>' for other in range(120))
    return (
        f'<html lang="en"><head><title>{place}</title><meta property="og:site_name" content="Post {number % 50}">'
        f'<meta property="article:published_time" content="2031-03-{number % 28 + 1:02}T10:00:00Z"><meta name="author" content="A. Ortega">'
        f'<meta property="og:title" content="{place} votes on its {thing}, again ({number})">'
        f'<link rel="canonical" href="https://post{number % 50}.example/{number}"><style>{"p { margin: 0 } " * 200}</style></head><body>'
        f"<nav><ul>{links}</ul></nav><article><h1>{place} votes on its {thing}, again ({number})</h1>{body}</article>"
        f"<footer><ul>{links}</ul></footer></body></html>"
    )


def write(path: Path, records: int) -> None:
    """The crawl, as warcio writes it."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for number in range(records):
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            address = f"https://post{number % 50}.example/{number}"
            writer.write_record(
                writer.create_warc_record(
                    address, "response", payload=io.BytesIO(page(number).encode()), http_headers=head,
                    warc_headers_dict={"WARC-Date": "2031-04-01T00:00:00Z"},
                )
            )  # fmt: skip


def main() -> int:
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with TemporaryDirectory() as folder:
        path = Path(folder) / "crawl.warc.gz"
        write(path, records)
        size, start = path.stat().st_size, time.monotonic()
        sources, skipped = read([str(path)], None)
        took = time.monotonic() - start
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"{len(sources):,} of {records:,} records ({size / 1e6:.0f} MB packed) in {took:.0f} s, {1000 * took / records:.1f} ms each")
    print(f"most memory: {most / 1e6:,.0f} MB; skipped: {len(skipped)}")
    return 0 if most < MOST and len(sources) == records else 1


if __name__ == "__main__":
    sys.exit(main())
