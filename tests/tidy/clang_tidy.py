#!/usr/bin/env python3
"""Checks our C++ with clang-tidy, unit by unit. A unit is up to ten files, which CMake joined (CMAKE_UNITY_BUILD), so that
Boost's headers are read and searched once for all ten.

The analyser looks only into the functions of a unit's main file, not into files that the unit includes. So each unit is
written out with its files in place of its #include lines, and what clang-tidy says of a line there is told of the line of
the file that it came from.

Usage: clang_tidy.py BUILD_FOLDER
Exit status: 0 if clang-tidy objects to nothing, otherwise 1.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
OURS = ("shared", "backend", "frontend")
NOT_OURS = "boost_json.cpp"  # Boost's own code


def is_ours(file, build):
    folder = file.relative_to(build if file.is_relative_to(build) else SOURCE).parts[0]
    return folder in OURS and file.name != NOT_OURS


def write_joined(unit, joined):
    """Writes the unit with its files in place of its #include lines. Returns the file and the line of each line written."""
    lines, origins = [], []
    for text in unit.read_text().splitlines():
        include = re.fullmatch(r'#include "(/.+\.cpp)"', text)
        file = pathlib.Path(include[1]) if include else unit
        own = file.read_text().splitlines() if include else [text]
        lines += own
        origins += [f"{file}:{number}" for number in range(1, len(own) + 1)]
    joined.write_text("\n".join(lines) + "\n")
    return origins


def check(joined, origins):
    """Prints what clang-tidy objects to in one unit, and returns whether it objects to nothing."""
    command = ["clang-tidy", "-p", joined.parent, f"--config-file={SOURCE}/.clang-tidy", "--quiet", joined]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        line = re.compile(re.escape(str(joined)) + r":(\d+)")
        print(line.sub(lambda hit: origins[int(hit[1]) - 1], done.stdout + done.stderr), file=sys.stderr, flush=True)
    return done.returncode == 0


def main(build):
    folder = build / "tidy"
    folder.mkdir(exist_ok=True)
    commands, units = [], {}
    for command in json.loads((build / "compile_commands.json").read_text()):
        unit = pathlib.Path(command["file"])
        if is_ours(unit, build):
            joined = folder / f"{len(units)}_{unit.name}"
            units[joined] = write_joined(unit, joined)
            text = command["command"].replace(str(unit), str(joined))
            commands.append({"directory": str(build), "command": text, "file": str(joined)})
    (folder / "compile_commands.json").write_text(json.dumps(commands))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        are_good = list(pool.map(check, units.keys(), units.values()))
    print(f"clang-tidy: {len(units)} units, {are_good.count(False)} with objections", file=sys.stderr)
    return 0 if units and all(are_good) else 1


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
