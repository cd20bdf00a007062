"""Print the shape of the package from its imports: files, lines, rooms, arrows between them, floors and circles.

    python scripts/structure.py [FOLDER] [--dot FILE]

A room is a folder or file on the top level of the package. An arrow is an import from one room into another, also inside a function; a
floor is the longest way down from a room.
"""

from __future__ import annotations

import argparse
import ast
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path


def imports(package: Path) -> tuple[dict[str, set[str]], dict[str, int]]:
    """For each room the rooms it imports, and its lines of code."""
    arrows: dict[str, set[str]] = defaultdict(set)
    lines: dict[str, int] = defaultdict(int)
    for path in sorted(package.rglob("*.py")):
        room = path.relative_to(package).parts[0].removesuffix(".py")
        text = path.read_text(encoding="utf-8")
        lines[room] += text.count("\n")
        for node in ast.walk(ast.parse(text)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module] if "." in node.module else [f"{node.module}.{alias.name}" for alias in node.names]
            for name in names:
                first, _, rest = name.partition(".")
                target = rest.split(".")[0]
                known = (package / target).is_dir() or (package / f"{target}.py").is_file()
                if first == package.name and known and target != room:
                    arrows[room].add(target)
        arrows[room] |= set()
    return dict(arrows), dict(lines)


def floors(arrows: dict[str, set[str]]) -> dict[str, int]:
    """How many rooms lie below each on the longest way down; raises `CycleError` where a way leads back."""
    depth: dict[str, int] = {}
    for room in TopologicalSorter(arrows).static_order():
        depth[room] = 1 + max((depth[other] for other in arrows.get(room, ())), default=-1)
    return depth


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent.parent / "consistency")
    parser.add_argument("--dot", type=Path, help="also write the rooms and arrows for Graphviz into this file")
    given = parser.parse_args()
    arrows, lines = imports(given.folder)
    rooms = {room: others for room, others in arrows.items() if not room.startswith("__")}
    print(f"files {sum(1 for _ in given.folder.rglob('*.py'))}, lines {sum(lines.values())}")
    print(f"rooms on the top level {len(rooms)}, arrows {sum(map(len, rooms.values()))}")
    try:
        depth = floors(rooms)
    except CycleError as error:
        print("circle: " + " -> ".join(error.args[1]))
    else:
        print(f"floors {1 + max(depth.values())}, circles 0")
        for room in sorted(rooms, key=lambda room: (depth[room], room)):
            print(f"  {depth[room]} {room:12} {lines[room]:6} lines, imports {', '.join(sorted(rooms[room])) or 'none'}")
    if given.dot:
        edges = "".join(f'  "{room}" -> "{other}";\n' for room in sorted(rooms) for other in sorted(rooms[room]))
        given.dot.write_text(f"digraph consistency {{\n  rankdir=BT;\n{edges}}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
