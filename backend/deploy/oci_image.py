"""Make an OCI image (image-spec 1.0) of the server, as one archive, without a daemon:

oci_image.py PROGRAM VERSION ARCHIVE       the program, the libraries that ldd names, and container.conf
oci_image.py --unpack ARCHIVE FOLDER       the files of such an image
The same files make the same bytes. `podman load -i ARCHIVE` and `skopeo copy oci-archive:ARCHIVE …` read it.
"""
import gzip, hashlib, io, json, os, subprocess, sys, tarfile, time

PLACE = "usr/local/bin/simplewebsocket"
SETTINGS = "etc/simplewebsocket/simplewebsocket.conf"


def libraries_of(program):
    """The paths at which the loader looks for the libraries of the program, and the loader itself."""
    lines = subprocess.run(["ldd", program], check=True, capture_output=True, text=True).stdout.splitlines()
    if any("not found" in line for line in lines):
        sys.exit(f"a library of {program} is missing: ldd says\n" + "\n".join(lines))
    words = [line.replace("=>", " ").split() for line in lines]
    return sorted({word for line in words for word in line if word.startswith("/")})


def add(archive, name, content, mode, epoch, kind=tarfile.REGTYPE):
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime, entry.type = len(content), mode, epoch, kind
    archive.addfile(entry, io.BytesIO(content))


def tar_of(files, epoch):
    """An uncompressed archive of {name: (content, mode)} and their folders, which belongs to root."""
    folders = {name[:i] for name in files for i, c in enumerate(name) if c == "/"}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in sorted(folders | set(files)):
            if name in folders:
                add(archive, name, b"", 0o755, epoch, tarfile.DIRTYPE)
            else:
                add(archive, name, *files[name], epoch)
    return out.getvalue()


def read(path):
    with open(path, "rb") as file:
        return file.read()


def config_of(layer, version, epoch):
    command = ["/" + PLACE, "--config", "/" + SETTINGS]
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(os.uname().machine, os.uname().machine)
    when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch))
    return {
        "created": when, "architecture": machine, "os": "linux",
        "config": {
            "User": "65532:65532", "ExposedPorts": {"8000/tcp": {}, "8001/tcp": {}}, "Entrypoint": command,
            "StopSignal": "SIGTERM", "Labels": {"org.opencontainers.image.version": version},
            # Not in the specification of OCI, but Docker and Podman read it. Nanoseconds.
            "Healthcheck": {"Test": ["CMD", "/" + PLACE, "--health"], "Interval": 10 * 10**9, "Timeout": 5 * 10**9,
                            "Retries": 3},
        },
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(layer).hexdigest()]},
        "history": [{"created": when, "created_by": "oci_image.py"}],
    }


def make(program, version, target):
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    files = {path.lstrip("/"): (read(path), 0o755) for path in libraries_of(program)}
    files[PLACE] = (read(program), 0o755)
    files[SETTINGS] = (read(os.path.join(os.path.dirname(__file__), "container.conf")), 0o644)
    blobs = {}

    def blob(content, kind):
        digest = hashlib.sha256(content).hexdigest()
        blobs["blobs/sha256/" + digest] = (content, 0o644)
        return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": "sha256:" + digest, "size": len(content)}

    layer = tar_of(files, epoch)
    config = json.dumps(config_of(layer, version, epoch), sort_keys=True).encode()
    manifest = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "config": blob(config, "config.v1+json"),
                "layers": [blob(gzip.compress(layer, mtime=0), "layer.v1.tar+gzip")]}
    entry = blob(json.dumps(manifest, sort_keys=True).encode(), "manifest.v1+json")
    entry["annotations"] = {"org.opencontainers.image.ref.name": version}
    blobs["index.json"] = (json.dumps({"schemaVersion": 2, "manifests": [entry]}, sort_keys=True).encode(), 0o644)
    blobs["oci-layout"] = (b'{"imageLayoutVersion":"1.0.0"}', 0o644)
    with open(target, "wb") as out:
        out.write(tar_of(blobs, epoch))


def unpack(source, folder):
    with tarfile.open(source) as archive:
        def blob(entry):
            return archive.extractfile("blobs/sha256/" + entry["digest"].removeprefix("sha256:")).read()
        manifest = json.loads(blob(json.load(archive.extractfile("index.json"))["manifests"][0]))
        for entry in manifest["layers"]:
            with tarfile.open(fileobj=io.BytesIO(blob(entry))) as layer:
                layer.extractall(folder)


if len(sys.argv) != 4:
    sys.exit(__doc__)
unpack(*sys.argv[2:]) if sys.argv[1] == "--unpack" else make(*sys.argv[1:])
