"""The sources of a run, each read, understood and embedded once: what was worked out before comes from the cache.

A stored value goes by the file's content, its format, the manifest's word on it, the models and the code that made it; never by its
path, so that a file may move.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b, file_digest
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from consistency.cluster.event_features import meanings
from consistency.cluster.event_pairs import About, Details, Outlines, about, published_day, told
from consistency.cluster.event_profiles import Profile, lead_text, profile
from consistency.cluster.traits import STORY, restored, stored, traits, words_of
from consistency.cluster.versions import address, superseded
from consistency.engine import stored_forms as forms
from consistency.engine.seen_files import Seen
from consistency.engine.stored_forms import Outline, Record, side_by_side
from consistency.errors import Unreadable
from consistency.ingest.discover import Document, distinct, documents_in, in_order, read_document, short_id
from consistency.ingest.folding import folded
from consistency.ingest.formats import ending, reader_of, require_readable
from consistency.ingest.mounts import real, there
from consistency.ingest.small_files import NO_STAND_INS, StandIns
from consistency.model import Claim, Report, Skipped, Source
from consistency.model.grouping import grouped
from consistency.model.protocols import Cache, Embedder, LanguageModel, Progress, silent
from consistency.model.serialization import decode, encode
from consistency.nlp.understanding import understand

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from consistency.model.protocols import Matrix

AT_ONCE = 64
"""Sources that are worked on before what was found is stored: what a kill can cost."""
CLAIMS = tuple[Claim, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Item:
    """A source that is known by where it came from. `key` stands for all that its text and origin follow from; `page` is the address that
    captures of one page share, empty for none."""

    id: str
    path: str
    record: int | None
    key: str
    page: str = ""


class StoredEmbedder:
    """The embedder, with each text's vector kept in the cache: no text is embedded twice."""

    def __init__(self, embedder: Embedder, cache: Cache, code: str) -> None:
        self.id = embedder.id
        self._embedder = embedder
        self._cache = cache
        self._space = f"{code} {fingerprint(embedder)}"

    def key(self, text: str) -> str:
        """Under which the vector of `text` is stored."""
        return _key("vector", self._space, text)

    def __call__(self, texts: Sequence[str]) -> Matrix:
        """Embed `texts`: float32 of shape (texts, dimensions)."""
        import numpy as np

        if not texts:
            return self._embedder(texts)
        keys = {text: self.key(text) for text in dict.fromkeys(texts)}
        stored = self._cache.get_many(list(keys.values()))
        rows: dict[str, NDArray[np.float32]] = {
            text: forms.row(stored[key]) for text, key in keys.items() if key in stored and forms.whole(stored[key])
        }
        if len({len(row) for row in rows.values()}) > 1:
            rows = {}
        missing = [text for text in keys if text not in rows]
        if missing:
            fresh = self._embedder(missing)
            rows.update(zip(missing, fresh, strict=True))
            self._cache.put_many((keys[text], row.astype("<f4").tobytes()) for text, row in zip(missing, fresh, strict=True))
        return np.stack([rows[text] for text in texts])


class Archive:
    """Looks sources up in `cache`, and makes and stores what is missing there. `code` is the version of the code that makes it."""

    def __init__(self, cache: Cache, code: str, language: LanguageModel, embedder: Embedder, progress: Progress | None = None) -> None:
        self.cache = cache
        self._code = code
        self.language = language
        self.models = f"{fingerprint(language)} {fingerprint(embedder)}"
        """Stands for the models."""
        self._space = f"{code} {self.models}"
        self._documents: dict[str, Document] = {}
        self._tell = progress or silent
        self.embedder = StoredEmbedder(embedder, cache, code)

    def catalogue(
        self, paths: Sequence[str], manifest: str | None, instead: StandIns = NO_STAND_INS, new: Collection[str] = (), some: bool = False
    ) -> tuple[list[Item], tuple[Skipped, ...]]:
        """The sources under `paths`, sorted by path and record, and what could not be read. `instead`, `new` and `some` are as
        `documents_in` takes them. Raises `ManifestError`."""
        documents, skipped = documents_in(paths, manifest, instead, new, some=some, later=True)
        self._documents.update((document.path, document) for document in documents)
        # What is known of a folder does not go by what is new beside it.
        seen = Seen(self.cache, self._code, [path for path in paths if not new or real(path) not in new] or paths)
        found: list[tuple[str, str, Sequence[Record], Sequence[str]]] = []
        unseen: list[tuple[Document, str]] = []
        for document in documents:
            path = document.path
            known_file = seen.known(path, document.told)
            if known_file is not None:
                found.append((path, *known_file))
                continue
            try:
                key = _file_key(document, self._code, seen)
            except Unreadable as error:
                skipped.append(Skipped(path, f"{path}: {error}"))
                continue
            unseen.append((document, key))
        known = self._known([key for _, key in unseen], forms.listing)
        missing = []

        def take(document: Document, key: str, records: list[Record], settled: bool) -> None:
            ids = [short_id(document.path, record) for record, _ in records]
            found.append((document.path, key, records, ids))
            if settled:
                seen.hold(document.path, document.told, key, records, ids)

        for document, key in unseen:
            if key in known:
                records, messages = known[key]
                skipped += [Skipped(document.path, f"{document.path}: {message}") for message in messages]
                take(document, key, records, not messages)
            else:
                missing.append((document, key))
        for done, part in _parts(missing):
            self._tell("read", done, len(missing))
            fresh: list[tuple[str, bytes]] = []
            for document, key in part:
                records, problems = self._read(document, key, fresh)
                skipped += problems
                take(document, key, records, bool(records and not problems))
            self.cache.put_many(fresh)
        seen.keep()
        found.sort(key=itemgetter(0))
        listed = [
            (short, path, record, f"{key}/{at}", page)
            for path, key, records, ids in found
            for at, (record, page), short in _in_turn(records, ids)
        ]
        ids = distinct([row[:3] for row in listed])
        return [Item(own, *row[1:]) for own, row in zip(ids, listed, strict=True)], in_order(skipped)

    def lies_at(self, item: Item) -> str:
        """The real path of the file that a source is in."""
        return self._documents[item.path].real_path

    def sources(self, items: Sequence[Item]) -> list[Source]:
        """The sources themselves, folded, in the order of `items`. Raises `Unreadable` if a file has changed since it was listed."""
        stored = self._known([_key("source", item.key) for item in items], lambda data: decode(data, Source))
        found = []
        for item in items:
            name = _key("source", item.key)
            if name not in stored:
                file = item.key.rsplit("/", 1)[0]
                fresh: list[tuple[str, bytes]] = []
                if item.path in self._documents:
                    self._read(self._documents[item.path], file, fresh)
                    self.cache.put_many(fresh)
                stored.update((own, decode(data, Source)) for own, data in fresh if own.startswith("source:"))
                if name not in stored:
                    raise Unreadable(f"{item.path}: has changed since the run began; run again")
            found.append(folded(replace(stored[name], path=item.path, id=item.id)))
        return found

    def claims(self, items: Sequence[Item]) -> dict[str, list[Claim]]:
        """The claims of each source, by its id."""
        keys = {item.id: _key("claims", self._space, item.key) for item in items}
        stored = self._known(list(keys.values()), lambda data: decode(data, CLAIMS))
        # No claims at all is what a damaged entry may hold, and costs nothing to be made again.
        found = {item.id: _claimed(item.id, stored[keys[item.id]]) for item in items if stored.get(keys[item.id])}
        missing = [item for item in items if item.id not in found]
        for done, part in _parts(missing):
            self._tell("parse", done, len(missing))
            # Nameless, so that a moved file finds its claims again.
            nameless = [replace(source, id=str(at), path="") for at, source in enumerate(self.sources(part))]
            understood = understand(nameless, self.language)
            fresh = []
            for at, item in enumerate(part):
                bare = tuple(replace(claim, id=claim.id.removeprefix(str(at)), source="") for claim in understood[str(at)])
                fresh.append((keys[item.id], encode(bare, CLAIMS)))
                found[item.id] = _claimed(item.id, bare)
            self.cache.put_many(fresh)
        return found

    def outline(self, items: Sequence[Item]) -> list[Outline]:
        """What tells which others to look at, in the order of `items`."""
        found = self._each("outline", forms.outline, items, tell=True)
        if len({len(item.row) for item in found}) > 1:
            found = self._each("outline", forms.outline, items, tell=True, anew=True)
        return found

    def outlines(self, items: Sequence[Item]) -> Outlines:
        """The same side by side: a row each source, in the order of `items`."""
        return side_by_side(self.outline(items))

    def details(self, items: Sequence[Item]) -> list[Details]:
        """What comparing takes, in the order of `items`."""
        import numpy as np

        found = self._each("traits", restored, items)
        vectors = self.cache.get_many(sorted({text for _, texts in found for text in texts}))
        result = []
        for item, (own, texts) in zip(items, found, strict=True):
            if all(text in vectors and forms.whole(vectors[text]) for text in texts):
                matrix = np.array([forms.row(vectors[text]) for text in texts], dtype=np.float32)
            else:
                matrix = self.embedder(self._texts(self.sources([item])[0], self.claims([item])[item.id]))
            result.append(Details(own, matrix))
        return result

    def about(self, items: Sequence[Item]) -> list[About]:
        """What orders each source, in the order of `items`."""
        return self._each("about", lambda data: decode(data, About), items)

    def profiles(self, items: Sequence[Item]) -> dict[str, Profile]:
        """What each source tells of its event, by its id."""
        found = self._each("profile", lambda data: decode(data, Profile), items)
        return {item.id: replace(own, source=item.id) for item, own in zip(items, found, strict=True)}

    def older(self, items: Sequence[Item]) -> dict[str, str]:
        """From the id of each older capture of a page to that of the next newer one."""
        captures = [same for same in grouped((item.page, item) for item in items if item.page).values() if len(same) > 1]
        keys = [_key("captures", repr([(item.key, item.path, item.record) for item in same])) for same in captures]
        stored = self._known(keys, forms.places)
        fresh = []
        for same, key in zip(captures, keys, strict=True):
            if key not in stored:
                place = {item.id: at for at, item in enumerate(same)}
                stored[key] = [(place[before], place[after]) for before, after in superseded(self.sources(same)).items()]
                fresh.append((key, json.dumps(stored[key]).encode("ascii")))
        self.cache.put_many(fresh)
        return {same[before].id: same[after].id for same, key in zip(captures, keys, strict=True) for before, after in stored[key]}

    def remembered(self, told: str, make: Callable[[], Report]) -> Report:
        """The report that `make` gives, or gave earlier where all that it follows from, which `told` stands for, was the same."""
        key = _key("report", self._space, told)
        known = self._known([key], lambda data: decode(data, Report))
        if key in known:
            return known[key]
        report = make()
        self.cache.put_many([(key, encode(report, Report))])
        return report

    def _each(self, kind: str, turn: Callable[[bytes], T], items: Sequence[Item], tell: bool = False, anew: bool = False) -> list[T]:
        """What `_made` makes of that kind, read back, in the order of `items`; all of it made again with `anew`."""
        keys = [_key(kind, self._space, item.key) for item in items]
        stored = {} if anew else self._known(keys, turn)
        missing = [(item, key) for item, key in zip(items, keys, strict=True) if key not in stored]
        for done, part in _parts(missing):
            if tell:
                self._tell("embed", done, len(missing))
            made = self._made([item for item, _ in part])
            stored.update((key, turn(made[kind, item.key])) for item, key in part)
            self.cache.put_many((_key(own, self._space, key), data) for (own, key), data in made.items())
        return [stored[key] for key in keys]

    def _known(self, keys: Sequence[str], turn: Callable[[bytes], T]) -> dict[str, T]:
        """What is stored under `keys`, read back; what cannot be read back counts as missing, and the cache is told."""
        found, damaged = {}, 0
        for key, data in self.cache.get_many(keys).items():
            try:
                found[key] = turn(data)
            except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError):
                damaged += 1
        tell = getattr(self.cache, "damaged", None)
        if damaged and tell is not None:
            tell(damaged)
        return found

    def _texts(self, source: Source, claims: Sequence[Claim]) -> list[str]:
        return [claim.text for claim in claims] or [lead_text(source, claims)]

    def _made(self, items: Sequence[Item]) -> dict[tuple[str, str], bytes]:
        """The outline, the details and what orders each source, as they are stored: by what it is and the source's key."""

        sources, claims = self.sources(items), self.claims(items)
        every = [claim for source in sources for claim in claims[source.id]]
        matrix = self.embedder([*(lead_text(source, claims[source.id]) for source in sources), *(claim.text for claim in every)])
        vectors = {claim.id: matrix[len(sources) + row] for row, claim in enumerate(every)}
        centres = meanings(sources, claims, matrix[: len(sources)], vectors).centres
        made = {}
        for row, (item, source) in enumerate(zip(items, sources, strict=True)):
            own = replace(profile(source, claims[source.id]), source="")
            said = traits(own, {_digest(text): mass for text, mass in told(claims[source.id]).items()})
            keys = (self.embedder.key(text) for text in self._texts(source, claims[source.id]))
            made["outline", item.key] = forms.outlined(words_of(said, STORY), matrix[row], centres[row], published_day(own))
            made["traits", item.key] = stored(said, *keys)
            made["profile", item.key] = encode(own, Profile)
            made["about", item.key] = encode(about(source, own), About)
        return made

    def _read(self, document: Document, key: str, fresh: list[tuple[str, bytes]]) -> tuple[list[Record], list[Skipped]]:
        """Read a file anew; what is to be stored of it is added to `fresh`."""
        sources, problems = read_document(document)
        try:
            if _file_key(document, self._code) != key:
                return [], [Skipped(document.path, f"{document.path}: changes while it is read; run again once it is written")]
        except Unreadable as error:
            return [], [Skipped(document.path, f"{document.path}: {error}")]
        stored = [(_key("source", f"{key}/{at}"), encode(replace(item, path="", id=""), Source)) for at, item in enumerate(sources)]
        records = [(item.record, address(item.url) if item.url else "") for item in sources]
        if sources:
            messages = [item.message.removeprefix(f"{document.path}: ") for item in problems]
            fresh += [*stored, (key, json.dumps({"records": records, "problems": messages}).encode())]
        return records, problems


def fingerprint(model: Embedder | LanguageModel) -> str:
    """What tells a model from any other: its own digest where it has one, else its id."""
    return str(getattr(model, "fingerprint", model.id))


def _file_key(document: Document, code: str, seen: Seen | None = None) -> str:
    """Stands for all that the sources in a file follow from; a file that was `seen` as it is now is not read. Raises `Unreadable` if
    it cannot be read."""
    place = there(document.path)
    reader = reader_of(place)
    if reader is None:
        # Read all the same, for the words that say which formats there are.
        return _key("file", code, document.path)
    content = seen.content(document.path) if seen else None
    if content is None:
        path = Path(place)
        require_readable(path, reader)
        try:
            with path.open("rb") as stream:
                content = file_digest(stream, lambda: blake2b(digest_size=16)).hexdigest()
        except OSError as error:
            raise Unreadable(f"cannot be read ({error.strerror or type(error).__name__}): check the disk and the path") from None
        if seen:
            seen.note(document.path, content)
    name = os.path.basename(place)
    # What is packed alone is read as what its name says without the packing, and its places are called by that.
    kind = name if ending(name).count(".") > 1 else os.path.splitext(name)[1]
    told = document.entry
    entry = repr((sorted(told.known.items()), sorted(told.columns.items()), told.trusted)) if told else ""
    return _key("file", code, reader.name, kind, entry, content)


def _key(kind: str, *parts: str) -> str:
    return f"{kind}:{_digest(chr(0).join(parts))}"


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _in_turn(records: Sequence[Record], ids: Sequence[str]) -> Iterable[tuple[int, Record, str]]:
    """The sources of a file by their records: the place, the source and its short id."""
    every = zip(range(len(records)), records, ids, strict=True)
    return every if len(records) < 2 else sorted(every, key=lambda item: item[1][0] or 0)


def _claimed(source: str, claims: Sequence[Claim]) -> list[Claim]:
    return [replace(claim, id=source + claim.id, source=source) for claim in claims]


def _parts(items: Sequence[T]) -> Iterator[tuple[int, Sequence[T]]]:
    for start in range(0, len(items), AT_ONCE):
        yield start, items[start : start + AT_ONCE]
