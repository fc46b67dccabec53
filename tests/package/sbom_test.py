"""The SPDX document must have the sum of the package, each of its dependencies, and what is compiled in.

usage: sbom_test.py PACKAGE.deb DOCUMENT.spdx.json
"""
import hashlib, json, re, subprocess, sys

package, path = sys.argv[1:]
with open(path) as file:
    document = json.load(file)
parts = {part["name"]: part for part in document["packages"]}
with open(package, "rb") as file:
    assert parts["simplewebsocket"]["checksums"][0]["checksumValue"] == hashlib.sha256(file.read()).hexdigest()
depends = subprocess.run(["dpkg-deb", "-f", package, "Depends"], check=True, capture_output=True, text=True).stdout
# libspdlog1.10-fmt9 is a name that the package libspdlog1.10 provides.
names = {re.sub(r"-fmt\d+$", "", entry.split()[0]) for entry in depends.split(",")}
compiled = {"libboost1.81-dev", "liburing-dev", "emscripten"}
missing = (names | compiled) - set(parts)
assert not missing, f"the document does not name {missing}"
assert all(part["versionInfo"] for part in parts.values())
ids = {part["SPDXID"] for part in parts.values()}
assert {relation["relatedSpdxElement"] for relation in document["relationships"]} == ids
