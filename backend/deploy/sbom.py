"""Write an SPDX 2.3 document of a package: which of Debian's packages are in its programs, and in which versions.

sbom.py BUILD_FOLDER PACKAGE.deb DOCUMENT.spdx.json
The compiler's own lists of the files that it read (ninja -t deps) say what was compiled in, ldd says what is linked at the
start, and dpkg says whose these are. The build of the page has a list of its own, in the folder wasm.
"""
import datetime, hashlib, json, os, re, subprocess, sys
from urllib.parse import quote

STATIC = {"liburing.a": "liburing-dev"}  # libraries that are linked in whole


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def read_by_compiler(build):
    """The system's files that some source of this build includes."""
    found = set()
    for folder in (build, os.path.join(build, "wasm")):
        for line in output("ninja", "-C", folder, "-t", "deps").splitlines():
            path = os.path.realpath(os.path.join(folder, line.strip()))
            if line.startswith("    ") and path.startswith("/usr/"):
                found.add(path)
    return found


def loaded_at_start(program):
    return {os.path.realpath(word) for word in output("ldd", program).split() if word.startswith("/")}


def packages_of(paths):
    """Names of the packages that have these files, without those that no package has."""
    names = set()
    # Debian 12 has /lib in /usr/lib, and dpkg knows some files by the older path.
    paths = sorted(paths | {path.removeprefix("/usr") for path in paths if path.startswith("/usr/lib")})
    for i in range(0, len(paths), 500):
        asked = subprocess.run(["dpkg", "-S", *paths[i:i + 500]], capture_output=True, text=True).stdout
        names |= {owner.split(":")[0] for line in asked.splitlines() if not line.startswith("diversion")
                  for owner in line.split(": ")[0].split(", ")}
    return names


def described(name, relation, facts):
    version, source, home = facts
    spdx = "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)
    package = {"SPDXID": spdx, "name": name, "versionInfo": version, "supplier": "Organization: Debian",
               "downloadLocation": "NOASSERTION", "filesAnalyzed": False, "licenseConcluded": "NOASSERTION",
               "licenseDeclared": "NOASSERTION", "copyrightText": "NOASSERTION", "sourceInfo": "source package " + source,
               "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                                 "referenceLocator": f"pkg:deb/debian/{quote(name)}@{quote(version)}?distro=debian-12"}]}
    if home:
        package["homepage"] = home
    return package, {"spdxElementId": "SPDXRef-simplewebsocket", "relationshipType": relation, "relatedSpdxElement": spdx}


def facts_of(name):
    lines = output("dpkg-query", "-W", "-f=${Version}\t${source:Package}\t${Homepage}\n", name).splitlines()
    return lines[0].split("\t")


def document(build, package):
    with open(package, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    version = output("dpkg-deb", "-f", package, "Version").strip()
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    when = datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    whole = {"SPDXID": "SPDXRef-simplewebsocket", "name": "simplewebsocket", "versionInfo": version,
             "packageFileName": os.path.basename(package), "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
             "licenseConcluded": "MIT", "licenseDeclared": "MIT", "copyrightText": "2026 The SimpleWebsocket authors",
             "checksums": [{"algorithm": "SHA256", "checksumValue": digest}]}
    linked = packages_of(loaded_at_start(os.path.join(build, "backend/simplewebsocket")))
    compiled = packages_of(read_by_compiler(build)) | set(STATIC.values())
    parts = [described(name, "DYNAMIC_LINK", facts_of(name)) for name in sorted(linked)]
    parts += [described(name, "CONTAINS", facts_of(name)) for name in sorted(compiled - linked)]
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
            "name": f"simplewebsocket-{version}",
            "documentNamespace": f"https://simplewebsocket.example/spdx/{version}/{digest}",
            "creationInfo": {"created": when, "creators": ["Tool: sbom.py"]},
            "packages": [whole] + [package for package, _ in parts],
            "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
                               "relatedSpdxElement": whole["SPDXID"]}] + [relation for _, relation in parts]}


if len(sys.argv) != 4:
    sys.exit(__doc__)
with open(sys.argv[3], "w") as out:
    json.dump(document(sys.argv[1], sys.argv[2]), out, indent=1, sort_keys=True)
    out.write("\n")
