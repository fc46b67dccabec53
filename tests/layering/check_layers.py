#!/usr/bin/env python3
"""Checks the includes between the folders of the tree, and the links between their CMake targets.

ALLOWED lists the folders that each folder may include directly. A folder may also include everything that those may
include, because their headers include it. The check fails on an #include that is not allowed, on a cycle between
folders, on a folder that is not listed, and on a target in backend/ whose links differ from the list.
"""
import argparse
import pathlib
import re
import sys

ALLOWED = {
    "backend": ["server", "shared"],  # main.cpp and verify_main.cpp
    "server": ["admin", "stream"],
    "admin": ["http", "channel", "connection"],
    "stream": ["websocket", "events", "channel", "loop"],
    "channel": ["loop", "process", "admission"],
    "http": ["connection", "net", "config", "admission"],
    "websocket": ["connection", "net", "config", "loop"],
    "events": ["connection", "net", "config", "loop"],
    "connection": ["config", "net", "loop", "admission"],
    "config": ["admission", "net", "process"],
    "net": ["loop", "process", "admission"],
    "admission": ["shared"],
    "loop": [],
    "process": ["shared"],
    "frontend/client": ["frontend/stream"],
    "frontend/shell": ["frontend/page"],
    "frontend/page": ["frontend/stream", "frontend/chart"],
    "frontend/chart": ["frontend/statistics", "frontend/stream"],
    "frontend/statistics": ["shared"],
    "frontend/stream": ["shared"],
    "shared": [],
}

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
LINKS = re.compile(r"target_link_libraries\(simplewebsocket_(\w+)\s+(?:PUBLIC|INTERFACE)\s+([^)]*)\)")


def folder_of(path):
    """The name in ALLOWED of a source file's folder."""
    parts = pathlib.PurePosixPath(path).parts
    if parts[0] == "backend":
        return parts[1] if len(parts) > 2 else "backend"
    if parts[0] == "frontend":
        return "/".join(parts[:2]) if len(parts) > 2 else "frontend"
    return parts[0]


def reachable(folder):
    """Everything that `folder` may include."""
    found, waiting = set(), [folder]
    while waiting:
        for below in ALLOWED.get(waiting.pop(), []):
            if below not in found:
                found.add(below)
                waiting.append(below)
    return found


def find_cycle(edges):
    """A list of folders that include each other in a cycle, or None."""
    done = set()

    def walk(folder, path):
        if folder in path:
            return path[path.index(folder):] + [folder]
        if folder in done:
            return None
        for below in sorted(edges.get(folder, ())):
            cycle = walk(below, path + [folder])
            if cycle:
                return cycle
        done.add(folder)
        return None

    return next((cycle for cycle in (walk(folder, []) for folder in sorted(edges)) if cycle), None)


def check_includes(root):
    faults, edges = [], {}
    for top in ("backend", "frontend", "shared"):
        for file in sorted((root / top).rglob("*.[ch]pp")):
            source = file.relative_to(root).as_posix()
            here = folder_of(source)
            if here not in ALLOWED:
                faults.append(f"{source}: the folder {here} is not listed in ALLOWED")
                continue
            for target in INCLUDE.findall(file.read_text()):
                there = folder_of(target)
                if there == here:
                    continue
                edges.setdefault(here, set()).add(there)
                if there not in reachable(here):
                    faults.append(f"{source}: {here} may not include {there} ({target})")
    cycle = find_cycle(edges)
    if cycle:
        faults.append("these folders include each other in a cycle: " + " -> ".join(cycle))
    return faults


def check_links(root):
    faults = []
    for folder in sorted(path.name for path in (root / "backend").iterdir() if (path / "CMakeLists.txt").exists()):
        text = (root / "backend" / folder / "CMakeLists.txt").read_text()
        linked = {
            name.removeprefix("simplewebsocket_")
            for target, names in LINKS.findall(text) if target == folder
            for name in names.split() if name.startswith("simplewebsocket_")
        } - {"asio", "shared"}
        listed = set(ALLOWED.get(folder, [])) - {"shared"}
        if linked != listed:
            faults.append(f"backend/{folder}/CMakeLists.txt links {sorted(linked)}, and ALLOWED lists {sorted(listed)}")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("root", type=pathlib.Path, help="the top of the source tree")
    root = parser.parse_args().root
    faults = check_includes(root) + check_links(root)
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
